import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import {
  createMirrorFixture,
  type MirrorFixture,
  spreadsheetId,
  tabName,
  until,
} from '../../test/fakes/google/mirror-fixture.ts'
import { rowsOf, tabNamed, typeInto } from '../../test/fakes/google/people.ts'
import { engines } from '../../test/support/databases.ts'
import { Secret } from '../secret.ts'
import { rebuildSheet } from './rebuild.ts'

const signal = AbortSignal.timeout(60_000)

/** A mirror of 30 readings that has been stopped, one of them withdrawn. */
async function createWritten(context: TestContext, engine: (typeof engines)[number]): Promise<MirrorFixture> {
  const fixture = await createMirrorFixture(await engine.open())
  context.after(() => fixture.stop())
  const [gone] = await fixture.record(30)
  const sheets = fixture.start()
  await until('all are written', async () => (await fixture.waiting()) === 0)
  await fixture.change(gone?.id ?? '', { withdrawn_at: 1 })
  await until('one is withdrawn', async () => (await fixture.waiting()) === 0)
  await sheets.stop()
  return fixture
}

function rebuild(fixture: MirrorFixture, settings: Partial<Parameters<typeof rebuildSheet>[0]> = {}, stopped = signal) {
  return rebuildSheet(
    {
      database: fixture.database,
      clock: Date.now,
      google: {
        spreadsheetId,
        tab: tabName,
        credentials: { json: new Secret(fixture.key) },
        apiUrl: fixture.google.url,
      },
      mirrored: { site: 'home', spreadsheetId, tab: tabName },
      startMirror: (holder) => fixture.start({ holder }),
      onProgress: () => undefined,
      ...settings,
    },
    stopped,
  )
}

function titlesOf({ google }: MirrorFixture): string[] {
  return google.spreadsheets.get(spreadsheetId)?.tabs.map(({ title }) => title) ?? []
}

for (const engine of engines)
  describe(`rebuilding the sheet on ${engine.name}`, () => {
    test('writes all readings into a fresh tab, and the mirror goes on in it; the old one stays', async (context) => {
      const fixture = await createWritten(context, engine)
      const spreadsheet = fixture.google.spreadsheets.get(spreadsheetId)!
      typeInto(tabNamed(spreadsheet, tabName), 1, 0, 'What was this?')
      const before = structuredClone(tabNamed(spreadsheet, tabName).rows)
      const progress: number[] = []
      const rebuilt = await rebuild(fixture, { onProgress: ({ written }) => progress.push(written) })
      const day = new Date().toISOString().slice(0, 10)
      assert.deepEqual(rebuilt, { rows: 29, title: tabName, formerTitle: `${tabName} (until ${day})` })
      assert.deepEqual(titlesOf(fixture), ['Sheet1', rebuilt.formerTitle, tabName])
      assert.deepEqual(tabNamed(spreadsheet, rebuilt.formerTitle ?? '').rows, before)
      assert.equal(fixture.rows().length, 29)
      assert.equal(new Set(fixture.rows().map((row) => row['Reading_ID'])).size, 29)
      assert.equal(progress.at(-1), 30)
      assert.ok(tabNamed(spreadsheet, tabName).hiddenColumns.has(5))

      const [added] = await fixture.record(1)
      fixture.start().hint('home')
      await until('it is written', async () => (await fixture.waiting()) === 0)
      assert.equal(fixture.rows().at(-1)?.['Reading_ID'], added?.id)
      assert.equal(tabNamed(spreadsheet, rebuilt.formerTitle ?? '').rows.length, before.length)
    })

    test('goes on where it was cut off, and makes no second tab', async (context) => {
      const fixture = await createWritten(context, engine)
      fixture.google.failNext('write', { kind: 'apply-then-drop' })
      await assert.rejects(rebuild(fixture), /Google cannot be reached or does not answer/)
      const stopping = new AbortController()
      const stopAtOnce = (holder: string) => {
        stopping.abort()
        return fixture.start({ holder })
      }
      await assert.rejects(rebuild(fixture, { startMirror: stopAtOnce }, stopping.signal))
      const rebuilt = await rebuild(fixture)
      assert.equal(rebuilt.title, tabName)
      assert.deepEqual(titlesOf(fixture), ['Sheet1', rebuilt.formerTitle, tabName])
      assert.equal(fixture.rows().length, 29)
      assert.equal(new Set(fixture.rows().map((row) => row['Reading_ID'])).size, 29)
    })

    test('is finished by a service that starts meanwhile, and then only gets its name', async (context) => {
      const fixture = await createWritten(context, engine)
      const fail = () => assert.fail('the power is cut')
      await assert.rejects(rebuild(fixture, { startMirror: fail }), /the power is cut/)
      assert.deepEqual(titlesOf(fixture), ['Sheet1', tabName, `${tabName} (rebuilding)`])
      const sheets = fixture.start()
      await until('all are written', async () => (await fixture.waiting()) === 0)
      await sheets.stop()
      const rebuilt = await rebuild(fixture)
      assert.equal(rebuilt.rows, 29)
      assert.deepEqual(titlesOf(fixture), ['Sheet1', rebuilt.formerTitle, tabName])
      assert.equal(rowsOf(tabNamed(fixture.google.spreadsheets.get(spreadsheetId)!, tabName)).length, 29)
    })

    test('leaves a sheet alone that a running service writes, and says what to do', async (context) => {
      const fixture = await createWritten(context, engine)
      const sheets = fixture.start()
      await until('it writes', () => sheets.status().detail === 'the sheet shows every reading')
      await assert.rejects(rebuild(fixture), /A running service writes this sheet. Stop it/)
      assert.deepEqual(titlesOf(fixture), ['Sheet1', tabName])
    })

    test('refuses where the spreadsheet has no room for another copy', async (context) => {
      const fixture = await createWritten(context, engine)
      tabNamed(fixture.google.spreadsheets.get(spreadsheetId)!, 'Sheet1').rowCount = 384_100
      await assert.rejects(rebuild(fixture), /has no room for 29 more rows/)
      assert.deepEqual(titlesOf(fixture), ['Sheet1', tabName])
    })
  })
