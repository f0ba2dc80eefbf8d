import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { openDatabase } from '../../src/database/database.ts'
import type { Fault } from '../fakes/utility/fake-types.ts'
import { areAllSettled, countCutOff, kill, startSubmitter, untilSettled } from '../fakes/utility/killable-submitter.ts'
import { connectorTo, openWorkbench, type Workbench } from '../fakes/utility/workbench.ts'
import { engines } from '../support/databases.ts'
import { connectors, judge } from './verdict.ts'

const kills = 10
const perConnector = 20
const mostRequests = 6
const mostMilliseconds = 20
const faults: Fault[] = [
  'none',
  'none',
  'none',
  'take-then-drop',
  'drop',
  'take-then-500',
  '503',
  'accept',
  'take-then-hang',
]

async function openBench(engine: (typeof engines)[number], context: TestContext) {
  const location = await engine.createLocation()
  context.after(() => location.remove())
  const bench = await openWorkbench({ ...engine, open: () => openDatabase(location) })
  context.after(() => bench.close())
  // The processes live by the real time.
  bench.time.now = Date.now()
  bench.fake.isHonouringKeys = true
  for (const [name, fields] of Object.entries(connectors))
    await bench.desk.put(name, connectorTo(bench.fake, fields(bench.fake)))
  return { bench, location }
}

async function pushAll(bench: Workbench) {
  const pushed: { id: string; reading: ReturnType<Workbench['anotherReading']> }[] = []
  for (const name of Object.keys(connectors))
    for (let count = 0; count < perConnector; count++) {
      const reading = bench.anotherReading()
      pushed.push({ id: (await bench.push(reading.id, name)).id, reading })
    }
  return pushed
}

// It is at work then, however busy the machine is; the moment after that is random on purpose.
async function untilSomeAsked(bench: Workbench): Promise<void> {
  const wanted = bench.fake.seen.length + randomInt(1, mostRequests)
  while (bench.fake.seen.length < wanted && !(await areAllSettled(bench))) await pause(1)
  await pause(randomInt(mostMilliseconds))
}

describe(`a submitter that is killed ${kills} times`, { concurrency: engines.length }, () => {
  for (const engine of engines)
    test(`has on ${engine.name} submitted every reading at most once, and says of each what is true`, async (context) => {
      const { bench, location } = await openBench(engine, context)
      const pushed = await pushAll(bench)
      const total = pushed.length
      bench.fake.faults.push(...Array.from({ length: 2 * total }, () => faults[randomInt(faults.length)] ?? 'none'))
      for (let killed = 0; killed < kills; killed++) {
        const process = await startSubmitter(location)
        await untilSomeAsked(bench)
        await kill(process)
      }
      const last = await startSubmitter(location)
      bench.fake.faults.length = 0
      try {
        await untilSettled(bench)
      } finally {
        await kill(last)
      }
      for (const { id, reading } of pushed) judge(bench.fake, await bench.find(id), bench.countTaken(reading))
      const cutOff = await countCutOff(bench)
      assert.ok(cutOff > 0, 'no kill has met a submission')
      context.diagnostic(`${cutOff} attempts were cut off`)
    })
})
