import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { type Crash, crashingStore } from '../../../test/fakes/utility/crashing-store.ts'
import { type Fault, quickFaults } from '../../../test/fakes/utility/fake-types.ts'
import { connectorTo, lookupAt, oauthAt, openWorkbench, type Workbench } from '../../../test/fakes/utility/workbench.ts'
import { engines } from '../../../test/support/databases.ts'
import { isSettled } from '../submissions/progress.ts'
import type { Submission } from '../submissions/submission-record.ts'
import { createSubmitterStore } from './submitter-store.ts'

const runs = 60
const quick: readonly Fault[] = ['none', ...quickFaults]
const statuses = fc.array(fc.constantFrom(200, 500, 503, 404), { maxLength: 4 })

const anyCase = fc.record({
  canLookUp: fc.boolean(),
  canRepeat: fc.boolean(),
  faults: fc.array(
    fc.oneof(
      { weight: 30, arbitrary: fc.constantFrom(...quick) },
      { weight: 1, arbitrary: fc.constantFrom<Fault>('hang', 'take-then-hang') },
    ),
    { maxLength: 6 },
  ),
  lookupFaults: statuses.map((list) => list.filter((status) => status !== 200)),
  pollFaults: statuses.map((list) => list.filter((status) => status !== 200)),
  tokenFaults: fc.array(fc.constantFrom(500, 503), { maxLength: 2 }),
  crashes: fc.array(fc.record({ atWrite: fc.integer({ min: 0, max: 4 }), isStored: fc.boolean() }), { maxLength: 4 }),
  graceMinutes: fc.constantFrom(1, 45),
  /** When the utility lists what it took, in hundredths of the time of grace. */
  lateness: fc.integer({ min: 0, max: 98 }),
})
type Case = typeof anyCase extends fc.Arbitrary<infer Value> ? Value : never

/** Works with processes that die, one after the other, and then with one that lives. */
async function settleOverCrashes(bench: Workbench, id: string, crashes: readonly Crash[]): Promise<Submission> {
  const store = createSubmitterStore(bench.database)
  for (const crash of crashes) {
    const doomed = bench.submitter(crashingStore(store, crash))
    for (let turns = 0; turns < 5; turns++) {
      await doomed.runDue().catch(() => undefined)
      const current = await bench.find(id)
      if (isSettled(current.state)) return current
      bench.time.now = Math.max(bench.time.now + bench.timing.leaseMilliseconds, current.nextAttemptAt ?? 0)
    }
  }
  return await bench.settle(id, bench.submitter())
}

async function play(bench: Workbench, number: number, { faults, crashes, ...one }: Case): Promise<void> {
  const { fake } = bench
  // A connector that differs from the last one, so that it is not stopped where that one was.
  const changed = {
    success: { receipt: '/receipt' },
    value: { decimals: 0 },
    rejection: { codes: { [`code-${number}`]: 'other' } },
  }
  await bench.desk.put(
    'city',
    connectorTo(fake, {
      ...oauthAt(fake),
      ...changed,
      ...(one.canLookUp && { lookup: { ...lookupAt(fake), graceMinutes: one.graceMinutes } }),
      ...(one.canRepeat && { idempotencyHeader: 'Idempotency-Key' }),
    }),
  )
  fake.isHonouringKeys = one.canRepeat
  fake.showsAfterMilliseconds = one.graceMinutes * 600 * one.lateness
  for (const [list, wanted] of [
    [fake.lookupFaults, one.lookupFaults],
    [fake.pollFaults, one.pollFaults],
    [fake.tokenFaults, one.tokenFaults],
  ] as const)
    list.splice(0, Number.POSITIVE_INFINITY, ...wanted)
  fake.faults.splice(0, Number.POSITIVE_INFINITY, ...faults)
  const reading = bench.addReading(number)
  const submission = await settleOverCrashes(bench, (await bench.push(reading.id)).id, crashes)
  const taken = bench.countTaken(reading)
  assert.ok(taken <= 1, `taken ${taken} times`)
  if (submission.state === 'confirmed') assert.equal(taken, 1)
  if (['failed', 'rejected'].includes(submission.state)) assert.equal(taken, 0)
  if (submission.receipt !== null)
    assert.equal(
      fake.takenOf(new Date(reading.timestamp).toISOString().slice(0, 10), Math.floor((reading.meter ?? 0) / 1000))[0]
        ?.id,
      submission.receipt,
    )
}

for (const engine of engines)
  describe(`faults and crashes on ${engine.name}`, () => {
    let bench: Workbench
    before(async () => {
      bench = await openWorkbench(engine)
    })
    after(() => bench.close())

    test(`in ${runs} submissions nothing is taken twice, and what is called confirmed is there`, async () => {
      let number = 0
      await fc.assert(
        fc.asyncProperty(anyCase, (one) => play(bench, ++number, one)),
        { numRuns: runs },
      )
      assert.deepEqual(bench.fake.seenElsewhere, [])
    })

    for (const isStored of [true, false])
      for (const atWrite of [0, 1, 2])
        test(`a crash at write ${atWrite}, ${isStored ? 'after' : 'before'} it is stored, neither loses nor doubles the reading`, async () => {
          const { fake } = bench
          for (const list of [fake.faults, fake.lookupFaults, fake.tokenFaults]) list.length = 0
          fake.isHonouringKeys = false
          fake.showsAfterMilliseconds = 0
          await bench.desk.put('city', connectorTo(fake, { lookup: lookupAt(fake) }))
          const reading = bench.addReading(1000 + 10 * atWrite + Number(isStored))
          const { id } = await bench.push(reading.id)
          const submission = await settleOverCrashes(bench, id, [{ atWrite, isStored }])
          assert.equal(submission.state, 'confirmed')
          assert.equal(bench.countTaken(reading), 1)
        })
  })
