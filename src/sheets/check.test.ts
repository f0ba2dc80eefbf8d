import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import {
  createMirrorFixture,
  type MirrorFixture,
  spreadsheetId,
  tabName,
  until,
} from '../../test/fakes/google/mirror-fixture.ts'
import { deleteRow, putRow, tabNamed, typeInto } from '../../test/fakes/google/people.ts'
import { engines } from '../../test/support/databases.ts'
import { Secret } from '../secret.ts'
import { checkSheet } from './check.ts'

/** A tab with 30 readings whose mirror has been stopped. */
async function createWritten(context: TestContext, engine: (typeof engines)[number]) {
  const fixture = await createMirrorFixture(await engine.open())
  context.after(() => fixture.stop())
  await fixture.record(30)
  const sheets = fixture.start()
  await until('all are written', async () => (await fixture.waiting()) === 0)
  await sheets.stop()
  const spreadsheet = fixture.google.spreadsheets.get(spreadsheetId)!
  return { fixture, spreadsheet, tab: tabNamed(spreadsheet, tabName), written: fixture.google.count('write') }
}

function check({ database, google, key }: MirrorFixture) {
  const settings = { spreadsheetId, tab: tabName, credentials: { json: new Secret(key) }, apiUrl: google.url }
  const mirrored = { site: 'home', spreadsheetId, tab: tabName }
  return checkSheet({ database, clock: Date.now, google: settings, mirrored }, AbortSignal.timeout(20_000))
}

async function ledgerOf({ database }: MirrorFixture): Promise<unknown> {
  return await database.sql.selectFrom('readings').selectAll().orderBy('id').execute()
}

for (const engine of engines)
  describe(`a check of the sheet on ${engine.name}`, () => {
    test('tells what people did since the last look, and changes nothing', async (context) => {
      const { fixture, tab, written } = await createWritten(context, engine)
      const copy = tab.rows[9] ?? []
      typeInto(tab, 3, 4, 'corrected by hand')
      typeInto(tab, 5, 1, 'a lot')
      putRow(tab, 31, copy)
      deleteRow(tab, 20)
      const before = { rows: structuredClone(tab.rows), ledger: await ledgerOf(fixture) }
      const { title, remarks, stop, found } = await check(fixture)
      assert.deepEqual({ title, remarks, stop }, { title: tabName, remarks: [], stop: undefined })
      assert.deepEqual(found, {
        shown: 27,
        recorded: [],
        numbered: [],
        corrected: [3],
        withdrawn: 1,
        copies: 1,
        problems: [{ row: 5, message: 'Inverter_kWh holds “a lot”; write a number such as 1234,5' }],
      })
      assert.deepEqual({ rows: tab.rows, ledger: await ledgerOf(fixture) }, before)
      assert.equal(fixture.google.count('write'), written)
    })

    test('counts the rows of another instance as new, and no others', async (context) => {
      const { fixture } = await createWritten(context, engine)
      await fixture.database.sql.deleteFrom('readings').execute()
      const { found } = await check(fixture)
      assert.equal(found?.recorded.length, 30)
      assert.equal(found?.shown, 0)
    })

    test('tells why the mirror would stop', async (context) => {
      const { fixture, spreadsheet, tab } = await createWritten(context, engine)
      const rows = [...tab.rows]
      tab.rows = [rows[0] ?? [], ...rows.slice(20)]
      assert.match((await check(fixture)).stop ?? '', /^19 of 30 rows are gone/)
      tab.rows = rows
      typeInto(tab, 1, 2, 'Note')
      assert.match((await check(fixture)).stop ?? '', /Note stands there more than once/)
      typeInto(tab, 1, 2, 'Meter_Value')
      typeInto(tab, 1, 5, undefined)
      assert.match((await check(fixture)).stop ?? '', /header Reading_ID is gone/)
      spreadsheet.tabs = spreadsheet.tabs.filter((candidate) => candidate !== tab)
      assert.match((await check(fixture)).stop ?? '', /tab has been deleted/)
    })
  })
