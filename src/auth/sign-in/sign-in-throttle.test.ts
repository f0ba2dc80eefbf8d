import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { engines } from '../../../test/support/databases.ts'
import type { Database } from '../../database/engine.ts'
import { networkOf } from '../../http/network.ts'
import { Problem } from '../../problem.ts'
import { Secret } from '../../secret.ts'
import { createSignInCountsStore } from './sign-in-counts-store.ts'
import { type Attempt, createSignInThrottle, type SignInThrottle } from './sign-in-throttle.ts'

const home = { username: 'anna', address: '192.0.2.1' }

/** Zero where the attempt may go on. */
async function waitOf(throttle: SignInThrottle, attempt: Attempt): Promise<number> {
  try {
    await throttle.begin(attempt)
    return 0
  } catch (error) {
    assert.ok(error instanceof Problem && error.status === 429)
    return Number(error.headers['retry-after'])
  }
}

for (const engine of engines)
  describe(`the throttle of sign-ins on ${engine.name}`, () => {
    async function open(context: TestContext) {
      const database = await engine.open()
      context.after(() => database.close())
      let now = 0
      const time = (next: number): void => {
        now = next
      }
      return { database, process: () => throttleOf(database, () => now), time }
    }

    // As several that have begun before any of them was refused: each of them counts.
    async function fail(throttle: SignInThrottle, attempts: readonly Attempt[]): Promise<void> {
      const begun = await Promise.all(attempts.map((attempt) => throttle.begin(attempt)))
      await Promise.all(begun.map((attempt) => attempt.failed()))
    }
    const times = (count: number) => Array.from({ length: count }, () => home)

    test('ten failures are free, then the wait doubles up to a minute', async (context) => {
      const { process, time } = await open(context)
      const throttle = process()
      await fail(throttle, times(9))
      assert.equal(await waitOf(throttle, home), 0)
      const waits: number[] = []
      let now = 0
      for (let more = 0; more < 9; more++) {
        await fail(throttle, times(1))
        waits.push(await waitOf(throttle, home))
        now += 60_000
        time(now)
      }
      assert.deepEqual(waits, [1, 2, 4, 8, 16, 32, 60, 60, 60])
      assert.equal(await waitOf(throttle, home), 0)
    })

    test('the right password resets the count, and time does', async (context) => {
      const { process, time } = await open(context)
      const throttle = process()
      const early = await throttle.begin(home)
      await fail(throttle, times(9))
      const right = await throttle.begin(home)
      await right.succeeded()
      await fail(throttle, times(9))
      assert.equal(await waitOf(throttle, home), 0)
      time(15 * 60_000)
      await fail(throttle, times(9))
      assert.equal(await waitOf(throttle, home), 0)
      await early.failed()
      assert.equal(await waitOf(throttle, home), 1)
      await assert.rejects(early.checkAgain(), { status: 429 })
    })

    test('one address that tries many names has to wait, and others do not', async (context) => {
      const throttle = (await open(context)).process()
      const names = Array.from({ length: 50 }, (_, name) => ({ username: `name${name}`, address: '192.0.2.66' }))
      await fail(throttle, names)
      assert.ok((await waitOf(throttle, { username: 'anna', address: '192.0.2.66' })) > 0)
      assert.equal(await waitOf(throttle, home), 0)
    })

    test('guessing from everywhere slows down strangers, not the network where the account was signed in, in every process', async (context) => {
      const { process } = await open(context)
      const throttle = process()
      const right = await throttle.begin(home)
      await right.succeeded()
      const strangers = Array.from({ length: 110 }, (_, host) => ({
        username: 'anna',
        address: `198.51.100.${host + 1}`,
      }))
      await fail(throttle, strangers)
      const successor = process()
      for (const one of [throttle, successor]) {
        assert.equal(await waitOf(one, { username: 'anna', address: '203.0.113.1' }), 30)
        assert.equal(await waitOf(one, home), 0)
      }
    })

    test('a good sign-in writes nothing after the first of a day, and no name stands in the table', async (context) => {
      const { database, process } = await open(context)
      const throttle = process()
      const counts = () => database.sql.selectFrom('sign_in_counts').selectAll().orderBy('kind').execute()
      await (await throttle.begin(home)).succeeded()
      const first = await counts()
      await (await throttle.begin(home)).succeeded()
      assert.deepEqual(await counts(), first)
      assert.deepEqual(
        first.map(({ kind, count }) => [kind, count]),
        [['known', 1]],
      )
      await fail(throttle, times(2))
      assert.doesNotMatch(JSON.stringify(await counts()), /anna|192\.0/)
    })

    test('a storm leaves no more behind than its last minutes', async (context) => {
      const { database, process, time } = await open(context)
      const throttle = process()
      const storm = (name: string) =>
        fail(
          throttle,
          Array.from({ length: 250 }, (_, host) => ({ username: `${name}${host}`, address: `203.0.113.${host}` })),
        )
      await storm('first')
      time(20 * 60_000)
      await storm('second')
      const { left } = await database.sql
        .selectFrom('sign_in_counts')
        .select(({ fn }) => fn.countAll().as('left'))
        .executeTakeFirstOrThrow()
      assert.equal(Number(left), 750)
    })
  })

function throttleOf(database: Database, clock: () => number): SignInThrottle {
  const store = createSignInCountsStore(database.sql)
  return createSignInThrottle({ store, clock, hashKey: new Secret('a secret of the tests') })
}

test('an IPv6 customer is one address, whatever the lower half is', () => {
  assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2')
  assert.equal(networkOf('2001:db8::6'), '2001:db8:0:0')
  assert.equal(networkOf('::1'), '0:0:0:0')
  assert.equal(networkOf('::ffff:192.0.2.1'), '192.0.2.1')
  assert.equal(networkOf('192.0.2.1'), '192.0.2.1')
})
