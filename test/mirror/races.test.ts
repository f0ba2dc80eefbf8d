import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Database } from '../../src/database/engine.ts'
import {
  columnNamed,
  deleteRow,
  filterRows,
  insertColumn,
  insertRow,
  moveColumn,
  rowsOf,
  sortByColumn,
  typeInto,
} from '../fakes/google/people.ts'
import type { FakeCall } from '../fakes/google/types.ts'
import { engines } from '../support/databases.ts'
import { assertAllIsWell } from './invariants.ts'
import { comeToRest, take } from './steps.ts'
import { createWorld, type World } from './world.ts'

const google = { refusesKnownMarkers: true, returnsSpreadsheet: true }

describe('a person who acts between a look at the sheet and the write that follows it', () => {
  let database: Database

  before(async () => {
    database = await engines[0]!.open()
  })
  after(() => database.close())

  /** Six readings stand in the sheet, two of them are corrected and one is withdrawn; the hand comes in between. */
  async function race(hand: (world: World) => void, check: (world: World) => Promise<void> | void = () => undefined) {
    const world = await createWorld(database, google)
    try {
      await take(world, { kind: 'record', count: 6 })
      await comeToRest(world)
      let hands = 0
      world.google.beforeApply = (call) => {
        if (!changesRows(call)) return
        world.google.beforeApply = () => undefined
        hands++
        hand(world)
      }
      await take(world, { kind: 'correct', which: 1, field: 'meter' })
      await take(world, { kind: 'correct', which: 2, field: 'note' })
      await take(world, { kind: 'withdraw', which: 4 })
      await comeToRest(world)
      assert.equal(hands, 1)
      await assertAllIsWell(world)
      await check(world)
    } finally {
      await world.close()
    }
  }

  const cases: { name: string; hand: (world: World) => void }[] = [
    { name: 'sorts the rows', hand: (world) => sortByColumn(world.tab(), columnNamed(world.tab(), 'Timestamp'), -1) },
    { name: 'inserts a row above', hand: (world) => insertRow(world.tab(), 2) },
    { name: 'inserts a column at the left', hand: (world) => insertColumn(world.tab(), 0) },
    { name: 'inserts a column in the middle', hand: (world) => insertColumn(world.tab(), 2) },
    { name: 'moves a column', hand: (world) => moveColumn(world.tab(), 2, 0) },
    { name: 'moves the column of ids', hand: (world) => moveColumn(world.tab(), 5, 1) },
    {
      name: 'renames the tab',
      hand: (world) => {
        world.tab().title = "Meter's"
      },
    },
    {
      name: 'filters the rows',
      hand: (world) => filterRows(world.tab(), (row) => row[2]?.userEnteredValue?.numberValue === 1),
    },
    {
      name: 'hides the tab',
      hand: (world) => {
        world.tab().isHidden = true
      },
    },
  ]
  for (const { name, hand } of cases)
    test(`${name}, and no wrong cell is overwritten in the end`, async () => {
      await race(hand)
    })

  test('deletes the first row, and only that one is withdrawn', async () => {
    let deleted = ''
    await race(
      (world) => {
        deleted = String(rowsOf(world.tab())[0]?.['Reading_ID'])
        world.claims.deleted.set(deleted, deleteRow(world.tab(), 2))
        world.claims.deletedEver.add(deleted)
      },
      async (world) => {
        assert.equal(rowsOf(world.tab()).length, 4)
        const history = await world.readings.history(deleted)
        assert.equal(history.at(-1)?.origin, 'sheet')
      },
    )
  })

  test('inserts a column before rows are appended, and no row is left of those in wrong columns', async () => {
    const world = await createWorld(database, google)
    try {
      await take(world, { kind: 'record', count: 2 })
      await comeToRest(world)
      world.google.beforeApply = ({ body }) => {
        if (!body.includes('appendCells')) return
        world.google.beforeApply = () => undefined
        insertColumn(world.tab(), 1)
      }
      await take(world, { kind: 'record', count: 2 })
      await comeToRest(world)
      await assertAllIsWell(world)
      assert.equal(rowsOf(world.tab()).length, 4)
    } finally {
      await world.close()
    }
  })

  test('edits another field of the same row: both count', async () => {
    await race(
      (world) => {
        typeInto(world.tab(), 3, columnNamed(world.tab(), 'Note'), 'seen by a person')
        world.claims.add({ field: 'note', value: 'seen by a person', cell: 'seen by a person' })
      },
      (world) => {
        const [, row] = rowsOf(world.tab())
        assert.equal(row?.['Note'], 'seen by a person')
        assert.ok(Number(row?.['Meter_Value']) >= 600_000)
      },
    )
  })
})

/** A correction or a withdrawal is on its way. */
function changesRows({ kind, body }: FakeCall): boolean {
  return kind === 'write' && /updateCells|deleteDimension/.test(body)
}
