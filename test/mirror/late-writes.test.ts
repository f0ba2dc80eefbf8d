import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Database } from '../../src/database/engine.ts'
import { rowsOf } from '../fakes/google/people.ts'
import type { Fault } from '../fakes/google/types.ts'
import { engines } from '../support/databases.ts'
import { assertAllIsWell } from './invariants.ts'
import { comeToRest, type Step, take } from './steps.ts'
import { createWorld, type World } from './world.ts'

interface LateWrite {
  name: string
  /** What makes the write. */
  cause: Step
  fault?: Fault
  /** What makes it moot while it is under way. */
  meanwhile: Step[]
  /** Which of the readings live on, by the numbers that they were recorded with. */
  left: number[]
}

const late: Fault = { kind: 'late', milliseconds: 12_000 }
const deletion = (row: number): Step => ({ kind: 'hand', hand: { kind: 'delete', row: row - 2, count: 1 } })
const cases: LateWrite[] = [
  {
    name: 'a deletion that comes late, when a person has deleted the row, takes no other',
    cause: { kind: 'withdraw', which: 1 },
    meanwhile: [deletion(3)],
    left: [1, 3, 4],
  },
  {
    name: 'a correction that comes late, when a person has deleted the row, is no edit of another',
    cause: { kind: 'correct', which: 1, field: 'note' },
    meanwhile: [deletion(3)],
    left: [1, 3, 4],
  },
  {
    name: 'a row that comes late, when its reading was withdrawn, does not bring it back',
    cause: { kind: 'record', count: 1 },
    meanwhile: [{ kind: 'withdraw', which: 4 }],
    left: [1, 2, 3, 4],
  },
  {
    name: 'an id that comes late, when a person has deleted the typed row, hits no other',
    cause: { kind: 'hand', hand: { kind: 'add', before: 2, fields: ['timestamp', 'meter'] } },
    meanwhile: [deletion(4)],
    left: [1, 2, 3, 4],
  },
  {
    name: 'a row that had come, and that a person has deleted, does not come back when others are deleted',
    cause: { kind: 'record', count: 3 },
    fault: { kind: 'apply-then-drop' },
    meanwhile: [deletion(7), { kind: 'withdraw', which: 0 }],
    left: [2, 3, 4, 5, 7],
  },
]

for (const engine of engines)
  describe(`after a write whose answer was lost, on ${engine.name},`, () => {
    let database: Database

    before(async () => {
      database = await engine.open()
    })
    after(() => database.close())

    for (const { name, cause, fault = late, meanwhile, left } of cases)
      test(name, async () => {
        const world = await createWorld(database, { refusesKnownMarkers: true, returnsSpreadsheet: true })
        try {
          await take(world, { kind: 'record', count: 4 })
          await comeToRest(world)
          world.faults.write.push(fault)
          await take(world, cause)
          await untilFaultIsOver(world)
          for (const step of meanwhile) await take(world, step)
          await comeToRest(world)
          await assertAllIsWell(world)
          assert.deepEqual(await metersLeft(world), left)
          assert.equal(rowsOf(world.tab()).length, left.length)
        } finally {
          await world.close()
        }
      })
  })

async function untilFaultIsOver(world: World): Promise<void> {
  while (world.faults.write.length > 0) await world.time.pass(100)
}

/** A reading's meter tells its number. */
async function metersLeft({ readings }: World): Promise<number[]> {
  const selection = { site: 'home', from: undefined, to: undefined, source: undefined }
  const all = await readings.page(selection, { cursor: undefined, limit: 100, order: 'asc' })
  return all.map(({ meter }) => (meter ?? 0) - 500_000_000)
}
