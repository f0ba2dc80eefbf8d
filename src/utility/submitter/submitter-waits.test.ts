import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { Fault } from '../../../test/fakes/utility/fake-types.ts'
import { oauthAt, openWorkbench, type Workbench } from '../../../test/fakes/utility/workbench.ts'
import { engines } from '../../../test/support/databases.ts'
import type { UtilityReading } from '../surroundings.ts'
import { createSubmitterStore, type SubmitterStore } from './submitter-store.ts'

for (const engine of engines)
  describe(`what the submitter waits for on ${engine.name}`, () => {
    let bench: Workbench
    let reading: UtilityReading
    before(async () => {
      bench = await openWorkbench(engine)
    })
    after(() => bench.close())
    beforeEach(() => {
      reading = bench.nextReading()
    })

    const set = (changes: Record<string, unknown> = {}) => bench.set(changes)
    const pushed = (...faults: Fault[]) => bench.submit(reading, ...faults)

    test('fetches a token once for many readings, and anew where the utility has ended it', async () => {
      await set(oauthAt(bench.fake))
      await pushed()
      reading = bench.anotherReading()
      await pushed()
      const tokens = () => bench.fake.seen.filter(({ path }) => path === '/oauth/token').length
      assert.equal(tokens(), 1)
      reading = bench.anotherReading()
      assert.equal((await pushed('end-tokens')).state, 'confirmed')
      assert.equal(tokens(), 2)
      assert.equal(bench.countTaken(reading), 1)
    })

    test('tries again where the token endpoint is down, before anything was sent', async () => {
      await set({ ...oauthAt(bench.fake), idempotencyHeader: 'X-Key' })
      bench.fake.tokenFaults.push(503, 500)
      const submission = await pushed()
      assert.equal(submission.state, 'confirmed')
      assert.deepEqual(await bench.outcomesOf(submission), ['again', 'again', 'confirmed'])
    })

    test('a utility that cannot be reached rests, and its connector says until when', async () => {
      await set({ request: { method: 'POST', url: 'http://127.0.0.1:1/readings', body: '{{reading}}' } })
      assert.equal((await bench.desk.find('city')).restsUntil, null)
      assert.equal((await pushed()).state, 'failed')
      const { restsUntil } = await bench.desk.find('city')
      assert.ok(restsUntil !== null && restsUntil > bench.time.now, String(restsUntil))
    })

    test('a password that is put in while the old one is being refused is not stopped for that', async () => {
      await set({ secrets: { token: 'an-old-token' } })
      const refused = await bench.push(reading.id)
      bench.time.now += 1000
      const waiting = await bench.push(bench.anotherReading().id)
      const store = createSubmitterStore(bench.database)
      const changedMeanwhile: SubmitterStore = {
        ...store,
        record: async (lease, steps) => {
          if (steps.some(({ stop }) => stop)) await set()
          return await store.record(lease, steps)
        },
      }
      await bench.submitter(changedMeanwhile).runDue()
      assert.equal((await bench.find(refused.id)).code, 'credentials')
      assert.equal((await bench.find(waiting.id)).state, 'confirmed')
    })

    test('a wrong password is tried once, and stops everything until a person has acted', async () => {
      await set({ ...oauthAt(bench.fake), secrets: { clientId: 'meterbridge', clientSecret: 'wrong-secret' } })
      const submission = await pushed()
      assert.deepEqual([submission.state, submission.code], ['needs-attention', 'credentials'])
      const second = await bench.push(bench.anotherReading().id)
      bench.time.now += 3_600_000
      await bench.work()
      assert.equal((await bench.find(second.id)).state, 'queued')
      assert.equal(bench.fake.seen.length, 1)
      await set({ ...oauthAt(bench.fake), secrets: { clientId: 'meterbridge', clientSecret: 'wrong-secret' } })
      await bench.work()
      assert.equal(bench.fake.seen.length, 1, 'the same password put again is no act')
      await set(oauthAt(bench.fake))
      assert.equal((await bench.settle(second.id)).state, 'confirmed')
      await bench.decisions.retry(submission.id, 'ada', null)
      assert.equal((await bench.settle(submission.id)).state, 'confirmed')
    })

    test('a 401 to the reading itself is a matter of the password too', async () => {
      await set()
      const submission = await pushed('unauthorized')
      assert.deepEqual([submission.state, submission.code], ['needs-attention', 'credentials'])
      assert.equal(bench.fake.seen.length, 1)
      await set({ secrets: { token: 'other' } })
    })

    test('sends the reading as it was corrected, and cancels one that was withdrawn', async () => {
      await set()
      const submission = await bench.push(reading.id)
      bench.readings.set(reading.id, { ...reading, meter: 7_777_900 })
      assert.equal((await bench.settle(submission.id)).value, 7_777_000)
      const withdrawn = await bench.push(bench.anotherReading().id)
      bench.readings.delete(withdrawn.readingId)
      assert.equal((await bench.settle(withdrawn.id)).state, 'cancelled')
    })

    test('waits for the window of the utility', async () => {
      const today = new Date(bench.time.now).getUTCDate()
      const opening = (today % 28) + 1
      await set({ window: { fromDay: opening, toDay: opening } })
      const submission = await bench.push(reading.id)
      assert.ok((submission.nextAttemptAt ?? 0) > bench.time.now)
      await bench.work()
      assert.equal(bench.fake.seen.length, 0)
      assert.equal((await bench.settle(submission.id)).state, 'confirmed')
    })

    test('two submitters never work on one account at the same time, and each reading goes out once', async () => {
      await set()
      const all = Array.from({ length: 8 }, () => bench.anotherReading())
      const ids = await Promise.all(all.map(async ({ id }) => (await bench.push(id)).id))
      const [one, other] = [bench.submitter(), bench.submitter()]
      await Promise.all([one.runDue(), other.runDue()])
      await bench.work()
      for (const id of ids) assert.equal((await bench.find(id)).state, 'confirmed')
      assert.deepEqual(all.map(bench.countTaken), Array(8).fill(1))
    })

    test('of pushes at the same time one is stored', async () => {
      await set()
      const results = await Promise.allSettled(Array.from({ length: 6 }, () => bench.push(reading.id)))
      assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
      await bench.work()
      assert.equal(bench.countTaken(reading), 1)
    })

    test('a connector that is switched off sends nothing that waits', async () => {
      await set()
      const submission = await bench.push(reading.id)
      await set({ enabled: false })
      await bench.work()
      assert.equal((await bench.find(submission.id)).state, 'queued')
      const isRefused = { status: 409, type: 'connector-disabled' }
      await assert.rejects(bench.push(bench.anotherReading().id), isRefused)
      await assert.rejects(bench.decisions.retry(submission.id, 'ada', null), isRefused)
      await set()
      assert.equal((await bench.settle(submission.id)).state, 'confirmed')
    })
  })
