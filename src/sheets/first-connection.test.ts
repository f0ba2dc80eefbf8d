import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, type TestContext, test } from 'node:test'
import {
  createMirrorFixture,
  type MirrorFixture,
  spreadsheetId,
  tabName,
  until,
} from '../../test/fakes/google/mirror-fixture.ts'
import { createTab, type FakeTab } from '../../test/fakes/google/model.ts'
import { rowsOf, typeRow } from '../../test/fakes/google/people.ts'
import { engines } from '../../test/support/databases.ts'
import { Secret } from '../secret.ts'
import { toSerial } from './cells/sheet-rows.ts'
import { checkSheet } from './check.ts'

const zone = 'Europe/Berlin'
const fiveColumns = ['Timestamp', 'Inverter_kWh', 'Meter_Value', 'Source', 'Note']
const start = Date.UTC(2024, 0, 1)
const hour = 3_600_000

type Cells = (string | number | undefined)[]

/** A spreadsheet in which people have typed rows before there was any service. */
async function createTyped(context: TestContext, engine: (typeof engines)[number], header: Cells, rows: Cells[]) {
  const fixture = await createMirrorFixture(await engine.open())
  context.after(() => fixture.stop())
  const tab = createTab(4711, tabName)
  fixture.google.spreadsheets.get(spreadsheetId)?.tabs.push(tab)
  for (const row of [header, ...rows]) typeRow(tab, row)
  return { fixture, tab }
}

function typedRows(count: number): Cells[] {
  return Array.from({ length: count }, (_, index) => [
    toSerial(start + index * hour, zone),
    1000 + index,
    index % 3 === 0 ? undefined : 20_000 + index,
    index % 2 === 0 ? undefined : 'roof',
    index % 5 === 0 ? 'by hand' : undefined,
  ])
}

function check({ database, google, key }: MirrorFixture) {
  const settings = { spreadsheetId, tab: tabName, credentials: { json: new Secret(key) }, apiUrl: google.url }
  const mirrored = { site: 'home', spreadsheetId, tab: tabName }
  return checkSheet({ database, clock: Date.now, google: settings, mirrored }, AbortSignal.timeout(20_000))
}

async function readingsOf({ database }: MirrorFixture) {
  return await database.sql
    .selectFrom('readings')
    .selectAll()
    .where('withdrawn_at', 'is', null)
    .orderBy('timestamp')
    .execute()
}

function contentOf(tab: FakeTab): unknown[] {
  const own = new Set(['Source', 'Reading_ID'])
  return rowsOf(tab).map((row) => Object.entries(row).filter(([name]) => !own.has(name)))
}

for (const engine of engines)
  describe(`the first connection on ${engine.name}`, () => {
    test('takes in a sheet of five columns with 400 typed rows, in few requests', async (context) => {
      const { fixture, tab } = await createTyped(context, engine, fiveColumns, typedRows(400))
      const before = contentOf(tab)
      const checked = await check(fixture)
      assert.deepEqual(checked.remarks, ['The column Reading_ID is missing; it would be added on the right, hidden'])
      assert.equal(checked.found?.recorded.length, 400)
      assert.deepEqual(checked.found?.problems, [])
      assert.equal(fixture.google.count('write'), 0)
      assert.equal((await readingsOf(fixture)).length, 0)

      fixture.start()
      await until('all are taken in', async () => (await readingsOf(fixture)).length === 400)
      await until('all have their id', () => rowsOf(tab).every((row) => row['Reading_ID'] !== ''))
      const readings = await readingsOf(fixture)
      const ids = rowsOf(tab).map((row) => row['Reading_ID'])
      assert.deepEqual(
        ids,
        readings.map(({ id }) => id),
      )
      assert.deepEqual(contentOf(tab), before)
      assert.deepEqual(new Set(readings.map(({ source }) => source)), new Set(['sheet', 'roof']))
      assert.ok(rowsOf(tab).every((row, index) => row['Source'] === (index % 2 === 0 ? 'sheet' : 'roof')))
      assert.equal(readings[1]?.timestamp, start + hour)
      assert.equal(readings[1]?.inverter, 1_001_000)
      assert.equal(readings[1]?.origin, 'sheet')
      assert.ok(fixture.google.count('write') <= 6, `${fixture.google.count('write')} writes`)
      await until('it is at rest', async () => (await fixture.waiting()) === 0)
      assert.deepEqual((await check(fixture)).found, {
        shown: 400,
        recorded: [],
        numbered: [],
        corrected: [],
        withdrawn: 0,
        copies: 0,
        problems: [],
      })
    })

    test('is checked as a whole, however many rows there are', async (context) => {
      const { fixture } = await createTyped(context, engine, fiveColumns, typedRows(2_500))
      const { found } = await check(fixture)
      assert.equal(found?.recorded.length, 2_500)
      assert.equal(found?.recorded.at(-1), 2_501)
    })

    test('reads what people write, leaves rows alone that say the same, and names those it cannot read', async (context) => {
      const serial = toSerial(start, zone)
      const rows: Cells[] = [
        ['1.1.2024 07:30', '1.234,5', undefined, undefined, undefined],
        ['2024-01-02 07:30', undefined, '1 234,5 kWh', 'attic', undefined],
        [serial, 17, undefined, undefined, 'twice'],
        [serial, 17, undefined, undefined, 'twice'],
        [serial, 18, undefined, undefined, 'another value'],
        ['soon', 1, undefined, undefined, undefined],
        [serial + 1, 'abc', undefined, undefined, undefined],
        [undefined, 5, undefined, undefined, undefined],
        [' '],
        [serial + 2, undefined, undefined, undefined, 'no counter'],
        [serial + 3, 99, undefined, undefined, undefined],
      ]
      const { fixture, tab } = await createTyped(context, engine, fiveColumns, rows)
      const before = contentOf(tab)
      const { found } = await check(fixture)
      assert.deepEqual(found?.recorded, [2, 3, 4, 12])
      assert.equal(found?.copies, 1)
      assert.deepEqual(
        found?.problems.map(({ row }) => row),
        [6, 7, 8, 9, 11],
      )
      assert.match(found?.problems[2]?.message ?? '', /Inverter_kWh holds “abc”; write a number such as 1234,5/)

      const sheets = fixture.start()
      await until('the readable ones are taken in', async () => (await readingsOf(fixture)).length === 4)
      await until('the others are named', () => sheets.status().problems.length === 5)
      assert.deepEqual(sheets.status().problems, found?.problems)
      const readings = await readingsOf(fixture)
      assert.deepEqual(
        readings.map(({ inverter, meter }) => inverter ?? meter),
        [17_000, 1_234_500, 1_234_500, 99_000],
      )
      assert.equal(readings[1]?.timestamp, Date.UTC(2024, 0, 1, 6, 30))
      await until('they have their ids', () => rowsOf(tab).filter((row) => row['Reading_ID']).length === 4)
      assert.deepEqual(contentOf(tab).slice(2), before.slice(2))
    })

    test('takes in rows of which every cell is text, once, and keeps the source that was typed', async (context) => {
      const rows: Cells[] = [
        ['01.10.2024 05:00', '1.234,5', '500,25', 'hand', undefined],
        ['01.10.2024 06:00', '1.235,5', undefined, undefined, 'no source'],
      ]
      const { fixture, tab } = await createTyped(context, engine, fiveColumns, rows)
      const sheets = fixture.start()
      await until('they have their ids', () => rowsOf(tab).every((row) => Boolean(row['Reading_ID'])))
      const ids = rowsOf(tab).map((row) => row['Reading_ID'])
      const reads = fixture.google.count('read')
      for (const look of [1, 2, 3]) {
        sheets.look('home')
        await until('it is looked at', () => fixture.google.count('read') >= reads + look * 2)
      }
      assert.deepEqual(
        rowsOf(tab).map(({ Source, Reading_ID }) => ({ Source, Reading_ID })),
        [
          { Source: 'hand', Reading_ID: ids[0] },
          { Source: 'sheet', Reading_ID: ids[1] },
        ],
      )
      assert.deepEqual(
        (await readingsOf(fixture)).map(({ id, revision }) => ({ id, revision })),
        ids.map((id) => ({ id, revision: 1 })),
      )
    })

    test('takes in what another instance wrote, with its ids', async (context) => {
      const ids = Array.from({ length: 20 }, () => randomUUID())
      const rows = typedRows(20).map((row, index): Cells => [...row.slice(0, 3), 'other', row[4], ids[index]])
      const { fixture, tab } = await createTyped(context, engine, [...fiveColumns, 'Reading_ID'], rows)
      const before = rowsOf(tab)
      assert.equal((await check(fixture)).found?.recorded.length, 20)
      fixture.start()
      await until('all are taken in', async () => (await readingsOf(fixture)).length === 20)
      assert.deepEqual(
        (await readingsOf(fixture)).map(({ id }) => id),
        ids,
      )
      const [added] = await fixture.record(1)
      await until('what is recorded comes after them', () => rowsOf(tab).at(-1)?.['Reading_ID'] === added?.id)
      assert.deepEqual(rowsOf(tab).slice(0, 20), before)
    })
  })
