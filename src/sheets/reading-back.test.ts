import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import {
  createMirrorFixture,
  type MirrorFixture,
  spreadsheetId,
  tabName,
  until,
} from '../../test/fakes/google/mirror-fixture.ts'
import {
  columnNamed,
  deleteRow,
  headerOf,
  putRow,
  sortByColumn,
  tabNamed,
  typeInto,
  typeRow,
} from '../../test/fakes/google/people.ts'
import { engines } from '../../test/support/databases.ts'
import { toSerial } from './cells/sheet-rows.ts'
import type { Sheets } from './sheets.ts'

const summer = Date.UTC(2025, 6, 1, 10)
const serial = (instant: number) => toSerial(instant, 'Europe/Berlin')

for (const engine of engines)
  describe(`what people do in the sheet, on ${engine.name}`, () => {
    let fixture: MirrorFixture
    let sheets: Sheets

    beforeEach(async () => {
      fixture = await createMirrorFixture(await engine.open())
    })
    afterEach(() => fixture.stop())

    const tab = () => tabNamed(fixture.google.spreadsheets.get(spreadsheetId)!, tabName)
    const written = () => until('nothing waits', async () => (await fixture.waiting()) === 0)
    const begin = async (count: number) => {
      const readings = await fixture.record(count)
      sheets = fixture.start()
      await written()
      return readings
    }
    const row = (id: string) =>
      fixture.database.sql.selectFrom('readings').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    const all = () => fixture.database.sql.selectFrom('readings').selectAll().orderBy('sequence').execute()
    const live = async () => (await all()).filter(({ withdrawn_at }) => withdrawn_at === null)
    const history = (id: string) =>
      fixture.database.sql
        .selectFrom('reading_revisions')
        .selectAll()
        .where('reading_id', '=', id)
        .orderBy('revision')
        .execute()
    const edit = (rowNumber: number, column: string, value: string | number | undefined) =>
      typeInto(tab(), rowNumber, columnNamed(tab(), column), value)
    const rowIn = (id: string) => fixture.rows().find((cells) => cells['Reading_ID'] === id)

    test('edits of every column become corrections, the earlier values stay in the history', async () => {
      const [, second] = await begin(4)
      edit(3, 'Meter_Value', 77.5)
      edit(3, 'Inverter_kWh', '1.234,56789')
      edit(3, 'Note', 'read twice')
      edit(3, 'Source', 'me')
      edit(3, 'Timestamp', '01.07.2025 12:00')
      sheets.look('home')
      await until('it is taken in', async () => (await row(second!.id)).revision > 1)
      const { timestamp, inverter, meter, source, note, origin, changed_by } = await row(second!.id)
      assert.deepEqual(
        { timestamp, inverter, meter, source, note, origin, changed_by },
        {
          timestamp: summer,
          inverter: 1_234_568,
          meter: 77_500,
          source: 'me',
          note: 'read twice',
          origin: 'sheet',
          changed_by: 'sheet',
        },
      )
      assert.deepEqual(
        (await history(second!.id)).map((revision) => [revision.meter, revision.origin]),
        [[second!.meter, 'api']],
      )
      await until('the sheet shows it as it is kept', () => rowIn(second!.id)?.['Inverter_kWh'] === 1234.568)
      assert.equal(rowIn(second!.id)?.['Timestamp'], serial(summer))
    })

    test('a row typed by hand becomes a reading once it is at rest, and gets its id and source', async () => {
      await begin(2)
      typeRow(tab(), [serial(summer), 5, 6.25])
      await until('it has its id', () => fixture.rows().at(-1)?.['Reading_ID'] !== '', 8)
      const [, , typed] = await all()
      const cells = fixture.rows().at(-1)
      assert.equal(cells?.['Reading_ID'], typed?.id)
      assert.equal(cells?.['Source'], 'sheet')
      assert.deepEqual(
        [typed?.timestamp, typed?.inverter, typed?.meter, typed?.source, typed?.origin, typed?.sheet_row],
        [summer, 5_000, 6_250, 'sheet', 'sheet', 4],
      )
      assert.equal(fixture.rows().length, 3)
    })

    test('a deleted row is withdrawn, one that comes back with its id is restored', async () => {
      const [first, second] = await begin(3)
      const cells = deleteRow(tab(), 3)
      await until('it is withdrawn', async () => (await row(second!.id)).withdrawn_at !== null, 8)
      assert.equal((await row(second!.id)).origin, 'sheet')
      assert.equal((await live()).length, 2)
      putRow(tab(), 2, cells)
      await until('it is back', async () => (await row(second!.id)).withdrawn_at === null, 8)
      await written()
      assert.equal(fixture.rows().length, 3)
      assert.equal((await row(first!.id)).revision, 1)
    })

    test('a row whose cells are emptied, but for the hidden id, is withdrawn', async () => {
      const [, second] = await begin(3)
      for (const column of headerOf(tab()).slice(0, 5)) edit(3, column, undefined)
      await until('it is withdrawn', async () => (await row(second!.id)).withdrawn_at !== null, 8)
    })

    test('of a copied row the changed one becomes a new reading, an identical one is none', async () => {
      const [first, second] = await begin(2)
      const cells = tab().rows[1]!
      putRow(tab(), 2, cells)
      putRow(tab(), 2, tab().rows[3]!)
      edit(2, 'Timestamp', serial(summer))
      sheets.look('home')
      await until('the copy is a reading', async () => (await live()).length === 3)
      await until('it has an id of its own', () => new Set(fixture.rows().map((each) => each['Reading_ID'])).size === 3)
      const added = (await live()).find(({ id }) => id !== first!.id && id !== second!.id)
      assert.equal(added?.timestamp, summer)
      assert.equal(added?.meter, second!.meter)
      assert.equal(fixture.rows()[0]?.['Reading_ID'], added?.id)
      assert.equal((await row(first!.id)).revision, 1)
      assert.equal((await row(second!.id)).revision, 1)
    })

    test('a copied row of which the value alone was changed becomes a reading with a source of its own', async () => {
      const [first] = await begin(1)
      putRow(tab(), 3, tab().rows[1]!)
      edit(3, 'Meter_Value', 77)
      sheets.look('home')
      await until('the copy is a reading', async () => (await live()).length === 2)
      const added = (await live()).find(({ id }) => id !== first!.id)
      assert.deepEqual([added?.meter, added?.timestamp], [77_000, first!.timestamp])
      assert.equal(added?.source, `${first!.source} (copy)`)
      await until('the row tells it', () => fixture.rows()[1]?.['Reading_ID'] === added?.id)
      assert.equal(fixture.rows()[1]?.['Source'], added?.source)
      assert.equal((await row(first!.id)).revision, 1)
    })

    test('a row that cannot be read keeps its text and is named, the others go on', async () => {
      const [first, second] = await begin(2)
      edit(2, 'Meter_Value', 'about 12')
      edit(3, 'Meter_Value', 55)
      sheets.look('home')
      await until('the other is taken in', async () => (await row(second!.id)).meter === 55_000)
      await until('it is named', () => sheets.status().problems.length === 1)
      assert.equal(sheets.status().problems[0]?.row, 2)
      assert.match(sheets.status().problems[0]?.message ?? '', /Meter_Value holds “about 12”/)
      await fixture.change(first!.id, { note: 'from the API' })
      sheets.hint('home')
      await new Promise((resolve) => setTimeout(resolve, 400))
      assert.equal(rowIn(first!.id)?.['Meter_Value'], 'about 12')
      assert.equal(rowIn(first!.id)?.['Note'], '')
      edit(2, 'Meter_Value', 12)
      await written()
      await until('both stand there', () => rowIn(first!.id)?.['Note'] === 'from the API')
      assert.deepEqual([(await row(first!.id)).meter, (await row(first!.id)).note], [12_000, 'from the API'])
      await until('no problem is left', () => sheets.status().problems.length === 0)
    })

    test('what was changed on both sides is merged field by field', async () => {
      const [first] = await begin(2)
      edit(2, 'Note', 'from the sheet')
      await fixture.change(first!.id, { meter: 4_000 })
      sheets.hint('home')
      await written()
      const merged = await row(first!.id)
      assert.deepEqual([merged.note, merged.meter], ['from the sheet', 4_000])
      assert.deepEqual([rowIn(first!.id)?.['Note'], rowIn(first!.id)?.['Meter_Value']], ['from the sheet', 4])
    })

    test('two rows may change places', async () => {
      const [first, second] = await begin(2)
      edit(2, 'Timestamp', serial(second!.timestamp))
      edit(3, 'Timestamp', serial(first!.timestamp))
      sheets.look('home')
      await until('they have', async () => (await row(first!.id)).timestamp === second!.timestamp)
      assert.equal((await row(second!.id)).timestamp, first!.timestamp)
      assert.deepEqual(sheets.status().problems, [])
    })

    test('sorting changes nothing but the row numbers', async () => {
      const readings = await begin(5)
      sortByColumn(tab(), 0, -1)
      sheets.look('home')
      await until('the rows are known', async () => (await row(readings[0]!.id)).sheet_row === 6)
      assert.deepEqual(
        (await all()).map(({ revision, sheet_row }) => [revision, sheet_row]),
        [6, 5, 4, 3, 2].map((place) => [1, place]),
      )
    })
  })
