import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import {
  createMirrorFixture,
  type MirrorFixture,
  spreadsheetId,
  tabName,
  until,
} from '../../test/fakes/google/mirror-fixture.ts'
import { usedRows } from '../../test/fakes/google/model.ts'
import { headerOf, insertColumn, rowsOf, sortRows, tabNamed } from '../../test/fakes/google/people.ts'
import { engines } from '../../test/support/databases.ts'
import type { ReadingsTable } from '../database/reading-tables.ts'
import { toSerial } from './cells/sheet-rows.ts'

function expectedRow(reading: ReadingsTable): Record<string, unknown> {
  return {
    Timestamp: toSerial(reading.timestamp, 'Europe/Berlin'),
    Inverter_kWh: (reading.inverter ?? 0) / 1000,
    Meter_Value: reading.meter === null ? '' : reading.meter / 1000,
    Source: reading.source,
    Note: reading.note ?? '',
    Reading_ID: reading.id,
  }
}

for (const engine of engines)
  describe(`the mirror on ${engine.name}`, () => {
    let fixture: MirrorFixture

    beforeEach(async () => {
      fixture = await createMirrorFixture(await engine.open())
    })
    afterEach(() => fixture.stop())

    const written = () => until('nothing waits', async () => (await fixture.waiting()) === 0)
    const tab = () => tabNamed(fixture.google.spreadsheets.get(spreadsheetId)!, tabName)

    test('makes the tab, its header and formats before the first reading', async () => {
      const sheets = fixture.start()
      await until('the state is told', () => sheets.status().detail === 'the sheet shows every reading')
      assert.deepEqual(headerOf(tab()), ['Timestamp', 'Inverter_kWh', 'Meter_Value', 'Source', 'Note', 'Reading_ID'])
      assert.equal(tab().frozenRowCount, 1)
      assert.deepEqual([...tab().hiddenColumns], [5])
      assert.equal(sheets.status().state, 'ok')
    })

    test('is well all the time while its tab is renamed and a reading waits', async () => {
      const sheets = fixture.start({ pollSeconds: 600 })
      await fixture.record(1)
      await written()
      const states = new Set<string>()
      const noting = setInterval(() => states.add(sheets.status().state), 1)
      tab().title = 'Zähler'
      await fixture.record(1)
      sheets.hint('home')
      await written()
      clearInterval(noting)
      assert.deepEqual([...states], ['ok'])
    })

    test('writes what waits in one request, in order, with types, formats and row numbers', async () => {
      const readings = await fixture.record(1340)
      const events: string[] = []
      const sheets = fixture.start({ onWritten: ({ readingIds }) => events.push(...readingIds) })
      sheets.hint('home')
      await written()
      assert.deepEqual(fixture.rows(), readings.map(expectedRow))
      assert.equal(fixture.google.count('write'), 2, 'one for the tab with its header, one for the rows')
      await until('all are told', () => events.length >= readings.length)
      assert.deepEqual(
        events,
        readings.map(({ id }) => id),
      )
      assert.deepEqual(tab().rows[1]?.[0]?.userEnteredFormat, {
        numberFormat: { type: 'DATE_TIME', pattern: 'yyyy-mm-dd hh:mm:ss' },
      })
      const stored = await fixture.database.sql.selectFrom('readings').selectAll().orderBy('sequence').execute()
      assert.deepEqual(
        stored.map(({ sheet_row, sheet_revision }) => [sheet_row, sheet_revision]),
        readings.map((_, index) => [index + 2, 1]),
      )
    })

    test('corrects and withdraws rows by their id after people have sorted them and moved columns', async () => {
      const readings = await fixture.record(6)
      const sheets = fixture.start()
      await written()
      sortRows(
        tab(),
        (one, other) => (other[0]?.userEnteredValue?.numberValue ?? 0) - (one[0]?.userEnteredValue?.numberValue ?? 0),
      )
      insertColumn(tab(), 1)
      await fixture.change(readings[1]!.id, { meter: 5_500, note: 'corrected' })
      await fixture.change(readings[3]!.id, { withdrawn_at: 9 })
      const [late] = await fixture.record(1)
      await fixture.record(1, () => ({ withdrawn_at: 3 }))
      sheets.hint('home')
      await written()
      const order = [5, 4, 2, 1, 0].map((index) => readings[index]!)
      const expected = order.map((reading) =>
        expectedRow(reading === readings[1] ? { ...reading, meter: 5_500, note: 'corrected' } : reading),
      )
      assert.deepEqual(
        fixture.rows().map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== ''))),
        [...expected, expectedRow(late!)],
      )
      const stored = await fixture.database.sql
        .selectFrom('readings')
        .select(['id', 'sheet_row'])
        .orderBy('sequence')
        .execute()
      assert.deepEqual(
        stored.map(({ sheet_row }) => sheet_row),
        [6, 5, 4, null, 3, 2, 7, null],
      )
    })

    test('takes over the numbers of a sheet that it is pointed to anew', async () => {
      const readings = await fixture.record(5)
      await fixture.start().stop()
      const first = fixture.start()
      await written()
      await first.stop()
      fixture.google.createSpreadsheet('second')
      fixture.start({ sites: async () => [{ site: 'home', spreadsheetId: 'second', tab: 'Meter' }] })
      const second = fixture.google.spreadsheets.get('second')!
      await until('the second sheet is filled', () => second.tabs.length > 1 && usedRows(second.tabs[1]!) === 6)
      await written()
      assert.equal(rowsOf(second.tabs[1]!).length, readings.length)
    })

    test('finds rows that a restored ledger no longer knows to be written', async () => {
      const readings = await fixture.record(5)
      const first = fixture.start()
      await written()
      await first.stop()
      await fixture.database.sql.updateTable('readings').set({ sheet_revision: 0, sheet_row: null }).execute()
      await fixture.record(2)
      fixture.start()
      await written()
      assert.equal(fixture.rows().length, 7)
      assert.deepEqual(fixture.rows().slice(0, 5), readings.map(expectedRow))
    })
  })
