import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { createSubmissionsStore } from '../../src/utility/submissions/submissions-store.ts'
import { createSubmitterStore } from '../../src/utility/submitter/submitter-store.ts'
import { defaultTiming } from '../../src/utility/timing.ts'
import { type Crash, crashingStore } from '../fakes/utility/crashing-store.ts'
import { type Fault, quickFaults } from '../fakes/utility/fake-types.ts'
import { connectorTo, openWorkbench, type Workbench } from '../fakes/utility/workbench.ts'
import { engines } from '../support/databases.ts'
import { connectors, judge } from './verdict.ts'

const perWave = 100
const waves = { sqlite: 10, postgres: 3 }

const names = Object.keys(connectors)

const rare: Fault[] = ['hang', 'take-then-hang', 'unauthorized']
const anyFault = fc.oneof(
  { weight: 40, arbitrary: fc.constant<Fault>('none') },
  { weight: 59, arbitrary: fc.constantFrom(...quickFaults) },
  { weight: 1, arbitrary: fc.constantFrom(...rare) },
)
const anyStatuses = fc.array(fc.constantFrom(500, 503, 404), { minLength: 5, maxLength: 30 })
const anyCrash = fc.record({ atWrite: fc.integer({ min: 0, max: 25 }), isStored: fc.boolean() })
const anyWave = fc.record({
  faults: fc.array(anyFault, { minLength: 2 * perWave, maxLength: 3 * perWave }),
  lookupFaults: anyStatuses,
  pollFaults: anyStatuses,
  tokenFaults: anyStatuses,
  crashes: fc.array(anyCrash, { minLength: 10, maxLength: 20 }),
  showsAfterMilliseconds: fc.integer({ min: 0, max: defaultTiming.rules.graceMilliseconds - 1000 }),
})
type Wave = typeof anyWave extends fc.Arbitrary<infer Value> ? Value : never

function arrange({ fake }: Workbench, wave: Wave): void {
  for (const [list, wanted] of [
    [fake.faults, wave.faults],
    [fake.lookupFaults, wave.lookupFaults],
    [fake.pollFaults, wave.pollFaults],
    [fake.tokenFaults, wave.tokenFaults],
  ] as [unknown[], unknown[]][])
    list.splice(0, Number.POSITIVE_INFINITY, ...wanted)
  fake.isHonouringKeys = true
  fake.showsAfterMilliseconds = wave.showsAfterMilliseconds
}

/** Lets processes work that die at some write, one after the other, and then one that lives, until nothing waits. */
async function workThrough(bench: Workbench, crashes: readonly Crash[]): Promise<void> {
  const store = createSubmitterStore(bench.database)
  const living = bench.submitter(store)
  for (let turn = 0; ; turn++) {
    assert.ok(turn < 2000, 'it never ends')
    const crash = crashes[turn]
    const workers = crash ? [bench.submitter(crashingStore(store, crash)), living] : [living]
    await Promise.all(workers.map((worker) => worker.runDue().catch(() => undefined)))
    await letGoOn(bench)
    const next = await store.nextDueAt()
    bench.time.now = Math.max(bench.time.now + bench.timing.leaseMilliseconds, next ?? 0)
    // What a dead process held is due when its lease is over, and has no time of its own.
    if (next === null && (await store.due(bench.time.now)).length === 0) return
  }
}

// A person acts where an account was stopped, and about nothing else.
async function letGoOn(bench: Workbench): Promise<void> {
  for (const { name, stopped } of await bench.connectors.list()) {
    if (!stopped) continue
    const query = { state: 'needs-attention', site: undefined, limit: 1000, before: undefined } as const
    const needing = await createSubmissionsStore(bench.database).list(query)
    const one = needing.find(({ connector, code }) => connector === name && code === 'credentials')
    if (one) await bench.decisions.retry(one.id, 'ada', null)
  }
}

async function play(bench: Workbench, wave: Wave): Promise<void> {
  arrange(bench, wave)
  const pushed = await Promise.all(
    Array.from({ length: perWave }, async (_, index) => {
      const reading = bench.anotherReading()
      return { reading, id: (await bench.push(reading.id, names[index % names.length])).id }
    }),
  )
  await workThrough(bench, wave.crashes)
  for (const { id, reading } of pushed) judge(bench.fake, await bench.find(id), bench.countTaken(reading))
}

for (const engine of engines)
  describe(`many submissions over faults and deaths on ${engine.name}`, () => {
    const runs = waves[engine.name]
    test(`of ${runs * perWave} none is stored twice, none is lost and none is confirmed without being there`, async (context) => {
      const bench = await openWorkbench(engine)
      context.after(() => bench.close())
      for (const [name, fields] of Object.entries(connectors))
        await bench.desk.put(name, connectorTo(bench.fake, fields(bench.fake)))
      await fc.assert(
        fc.asyncProperty(anyWave, (wave) => play(bench, wave)),
        { numRuns: runs, endOnFailure: true },
      )
      assert.deepEqual(bench.fake.seenElsewhere, [])
      const all = await bench.submissions.list({ state: undefined, site: undefined, limit: 5000, before: undefined })
      assert.equal(all.length, runs * perWave)
      const states = Map.groupBy(all, ({ state }) => state)
      context.diagnostic([...states].map(([state, list]) => `${state} ${list.length}`).join(', '))
      for (const state of ['confirmed', 'rejected', 'needs-attention'] as const)
        assert.ok(states.has(state), `nothing ended ${state}: the faults do not bite`)
    })
  })
