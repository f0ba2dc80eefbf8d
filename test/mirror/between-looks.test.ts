import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Database } from '../../src/database/engine.ts'
import { toSerial } from '../../src/sheets/cells/sheet-rows.ts'
import { serviceAccount } from '../fakes/google/fake-google.ts'
import { usedRows } from '../fakes/google/model.ts'
import {
  columnNamed,
  deleteRow,
  formatAsText,
  headerOf,
  putRow,
  rowsOf,
  typeFormula,
  typeInto,
  typeText,
} from '../fakes/google/people.ts'
import { engines } from '../support/databases.ts'
import type { Hand } from './hands.ts'
import { assertAllIsWell } from './invariants.ts'
import { comeToRest, take } from './steps.ts'
import { createWorld, type World } from './world.ts'

const sort = (direction: 1 | -1): Hand => ({ kind: 'sort', field: 'timestamp', direction })
const deletion = (row: number): Hand => ({ kind: 'delete', row: row - 2, count: 1 })
const google = { refusesKnownMarkers: true, returnsSpreadsheet: true }

describe('a person who acts between two looks at the sheet', () => {
  let database: Database

  before(async () => {
    database = await engines[0]!.open()
  })
  after(() => database.close())

  async function withRows(count: number, run: (world: World) => Promise<void>): Promise<void> {
    const world = await createWorld(database, google)
    try {
      await take(world, { kind: 'record', count })
      await comeToRest(world)
      await run(world)
    } finally {
      await world.close()
    }
  }

  test('protects the tab: readings are taken, nothing is lost, and all is written when that is undone', async () => {
    await withRows(5, async (world) => {
      world.tab().protections = [{ editors: new Set(['owner@example.org']) }]
      await take(world, { kind: 'correct', which: 1, field: 'meter' })
      await take(world, { kind: 'record', count: 2 })
      await world.time.pass(60_000)
      assert.notEqual(world.status().state, 'ok')
      assert.match(world.status().detail, /protected/)
      assert.equal(usedRows(world.tab()), 6)
      world.tab().protections = []
      await comeToRest(world)
      await assertAllIsWell(world)
    })
  })

  test('protects a row: what else waits is written, the row is named, and it follows when that is undone', async () => {
    await withRows(5, async (world) => {
      world.tab().protections = [{ startRow: 2, endRow: 3, editors: new Set(['owner@example.org']) }]
      await take(world, { kind: 'correct', which: 1, field: 'meter' })
      await take(world, { kind: 'correct', which: 2, field: 'note' })
      await take(world, { kind: 'withdraw', which: 3 })
      await take(world, { kind: 'record', count: 2 })
      await world.time.pass(20_000)
      assert.equal(usedRows(world.tab()), 7)
      assert.match(String(rowsOf(world.tab())[2]?.['Note']), /corrected/)
      assert.deepEqual(
        world.status().problems.map(({ row }) => row),
        [3],
      )
      assert.match(world.status().problems[0]?.message ?? '', /protected/)
      world.tab().protections = []
      await world.time.pass(60_000)
      await comeToRest(world)
      assert.ok(Number(rowsOf(world.tab())[1]?.['Meter_Value']) >= 600_000)
      await assertAllIsWell(world)
    })
  })

  test('may look only at what the service account may write: it is told so, and goes on', async () => {
    await withRows(3, async (world) => {
      world.spreadsheet.sharedWith.clear()
      world.spreadsheet.readers.add(serviceAccount)
      await take(world, { kind: 'record', count: 1 })
      await world.time.pass(30_000)
      assert.match(world.status().detail, new RegExp(`share it with ${serviceAccount}`))
      world.spreadsheet.sharedWith.add(serviceAccount)
      await comeToRest(world)
      await assertAllIsWell(world)
    })
  })

  test('types text where a number belongs: that row is named and keeps its text, the others go on', async () => {
    await withRows(3, async (world) => {
      const column = columnNamed(world.tab(), 'Meter_Value')
      formatAsText(world.tab(), column)
      typeText(world.tab(), { row: 3, column }, 'about 12', { locale: 'de_DE', now: world.clock() })
      typeText(world.tab(), { row: 4, column }, '1.234,5', { locale: 'de_DE', now: world.clock() })
      world.claims.typedEver.add('meter 1234500')
      await comeToRest(world)
      assert.deepEqual(
        world.status().problems.map(({ row }) => row),
        [3],
      )
      assert.equal(rowsOf(world.tab())[1]?.['Meter_Value'], 'about 12')
      const third = await world.readings.find(String(rowsOf(world.tab())[2]?.['Reading_ID']))
      assert.equal(third.meter, 1_234_500)
    })
  })

  test('writes formulas: what they come to counts, and a broken one is named', async () => {
    await withRows(3, async (world) => {
      const column = columnNamed(world.tab(), 'Meter_Value')
      typeFormula(world.tab(), { row: 2, column }, '=C3+1', { numberValue: 77 })
      typeFormula(world.tab(), { row: 3, column }, '=Z99', { errorValue: { type: 'REF', message: 'no such cell' } })
      world.claims.typedEver.add('meter 77000')
      await comeToRest(world)
      assert.deepEqual(
        world.status().problems.map(({ row }) => row),
        [3],
      )
      const first = await world.readings.find(String(rowsOf(world.tab())[0]?.['Reading_ID']))
      assert.equal(first.meter, 77_000)
    })
  })

  for (const { name, isFirst } of [
    { name: 'edits the field that the API has just corrected: the person counts', isFirst: false },
    { name: 'edits a field that the API corrects thereafter: the client counts', isFirst: true },
  ])
    test(`${name}, and the other stays in the history`, async () => {
      await withRows(3, async (world) => {
        const edit = (): void => {
          const place = { row: 3, column: columnNamed(world.tab(), 'Meter_Value') }
          typeText(world.tab(), place, '4.321,5', { locale: 'de_DE', now: world.clock() })
          world.claims.typedEver.add('meter 4321500')
        }
        if (isFirst) edit()
        // Longer than a look, so that both know when it was.
        if (isFirst) await world.time.pass(10_000)
        await take(world, { kind: 'correct', which: 1, field: 'meter' })
        if (!isFirst) await world.time.pass(10_000)
        if (!isFirst) edit()
        await comeToRest(world)
        await assertAllIsWell(world)
        const history = await world.readings.history(String(rowsOf(world.tab())[1]?.['Reading_ID']))
        const meters = history.map(({ meter }) => meter)
        assert.equal(meters.length, 3)
        assert.equal(meters.indexOf(4_321_500), isFirst ? 1 : 2)
      })
    })

  test('edits a field while the API corrects another: both count', async () => {
    await withRows(3, async (world) => {
      await take(world, { kind: 'correct', which: 1, field: 'meter' })
      typeInto(world.tab(), 3, columnNamed(world.tab(), 'Note'), 'seen by a person')
      world.claims.add({ field: 'note', value: 'seen by a person', cell: 'seen by a person' })
      await comeToRest(world)
      await assertAllIsWell(world)
      const row = rowsOf(world.tab())[1]
      assert.equal(row?.['Note'], 'seen by a person')
      assert.ok(Number(row?.['Meter_Value']) >= 600_000)
    })
  })

  test('brings a deleted row back after it was withdrawn: the reading lives again', async () => {
    await withRows(3, async (world) => {
      const cells = deleteRow(world.tab(), 3)
      const id = String(cells[columnNamed(world.tab(), 'Reading_ID')]?.userEnteredValue?.stringValue)
      await world.time.pass(40_000)
      await assert.rejects(world.readings.find(id))
      putRow(world.tab(), 2, cells)
      world.claims.copied.add(id)
      await comeToRest(world)
      assert.equal((await world.readings.find(id)).withdrawnAt, null)
      await assertAllIsWell(world)
    })
  })

  for (const { name, which, meanwhile, thereafter } of [
    { name: 'deletes a row beside one that has just been deleted', which: 2, meanwhile: [], thereafter: [deletion(4)] },
    {
      name: 'sorts while a row is deleted, and deletes another',
      which: 2,
      meanwhile: [sort(-1)],
      thereafter: [deletion(3)],
    },
    {
      name: 'sorts twice while a row is deleted, and deletes the one in its place',
      which: 4,
      meanwhile: [sort(-1)],
      thereafter: [sort(1), deletion(6)],
    },
  ])
    test(`${name}, before that is seen: that one stays deleted, and no other`, async () => {
      await withRows(6, async (world) => {
        await take(world, { kind: 'withdraw', which })
        for (const hand of meanwhile) await take(world, { kind: 'race', hand })
        for (const hand of thereafter) await take(world, { kind: 'race', hand, isAfter: true })
        await comeToRest(world)
        assert.equal(usedRows(world.tab()), 5)
        await assertAllIsWell(world)
      })
    })

  test('sets another time zone for the spreadsheet: the instants stay, and the cells follow', async () => {
    await withRows(3, async (world) => {
      world.spreadsheet.timeZone = 'America/Los_Angeles'
      await world.time.pass(60_000)
      await comeToRest(world)
      await assertAllIsWell(world)
    })
  })

  test('sets another time zone and changes an instant at once: it means what the new zone says', async () => {
    await withRows(3, async (world) => {
      world.spreadsheet.timeZone = 'America/Los_Angeles'
      const typed = toSerial(Date.UTC(2026, 4, 1, 12), 'America/Los_Angeles')
      typeInto(world.tab(), 3, columnNamed(world.tab(), 'Timestamp'), typed)
      world.claims.add({ field: 'timestamp', value: Date.UTC(2026, 4, 1, 12), cell: typed })
      await comeToRest(world)
      await assertAllIsWell(world)
      const row = rowsOf(world.tab())[1]
      assert.equal(row?.['Timestamp'], typed)
      assert.equal((await world.readings.find(String(row?.['Reading_ID']))).timestamp, Date.UTC(2026, 4, 1, 12))
    })
  })

  test('renames a header: nothing is written until its name is back', async () => {
    await withRows(3, async (world) => {
      const column = columnNamed(world.tab(), 'Meter_Value')
      typeInto(world.tab(), 1, column, 'Zähler')
      const seen = JSON.stringify(world.tab().rows)
      await take(world, { kind: 'correct', which: 1, field: 'inverter' })
      await take(world, { kind: 'record', count: 2 })
      await world.time.pass(60_000)
      assert.equal(world.status().state, 'stopped')
      assert.equal(JSON.stringify(world.tab().rows), seen)
      assert.equal(headerOf(world.tab())[column], 'Zähler')
      typeInto(world.tab(), 1, column, 'Meter_Value')
      await comeToRest(world)
      await assertAllIsWell(world)
    })
  })
})
