import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createMirrorFixture, spreadsheetId, tabName, until } from '../../test/fakes/google/mirror-fixture.ts'
import { rowsOf, tabNamed } from '../../test/fakes/google/people.ts'
import { engines } from '../../test/support/databases.ts'
import { isOutgrown, roomForRows } from './capacity.ts'

const tab = (rowCount: number, columnCount = 10) => ({
  sheetId: rowCount,
  title: String(rowCount),
  rowCount,
  columnCount,
  markers: [],
})

test('a tab is outgrown when the spreadsheet is nearly full and leaving it gives back room', () => {
  assert.equal(isOutgrown(tab(799_999), [tab(799_999)]), false)
  assert.equal(isOutgrown(tab(800_000), [tab(800_000)]), true)
  assert.equal(isOutgrown(tab(100_000), [tab(100_000), tab(700_000)]), true)
  assert.equal(isOutgrown(tab(99_999), [tab(99_999), tab(800_000)]), false)
})

test('the room for rows is what is left of the cells that Google allows', () => {
  assert.equal(roomForRows([tab(500_000)], 8), 625_000)
  assert.equal(roomForRows([tab(1_000_001)], 8), 0)
})

for (const engine of engines)
  describe(`a nearly full spreadsheet on ${engine.name}`, () => {
    test('goes on in a tab of the year, with a notice; the rows of the earlier one stay and are not taken for gone', async (context) => {
      const fixture = await createMirrorFixture(await engine.open())
      context.after(() => fixture.stop())
      const spreadsheet = fixture.google.spreadsheets.get(spreadsheetId)!
      const notices: { site: string; message: string }[] = []
      const first = await fixture.record(20)
      let sheets = fixture.start()
      await until('the first are written', async () => (await fixture.waiting()) === 0)
      await sheets.stop()
      tabNamed(spreadsheet, tabName).rowCount = 200_000
      tabNamed(spreadsheet, 'Sheet1').rowCount = 300_000
      const old = structuredClone(tabNamed(spreadsheet, tabName).rows)

      const year = `${tabName} ${new Date().getUTCFullYear()}`
      sheets = fixture.start({ onOutgrown: (notice) => notices.push(notice) })
      const second = await fixture.record(15)
      sheets.hint('home')
      await until('the others are written', async () => (await fixture.waiting()) === 0)
      const idsIn = (title: string) => rowsOf(tabNamed(spreadsheet, title)).map((row) => row['Reading_ID'])
      assert.deepEqual(
        idsIn(year),
        second.map(({ id }) => id),
      )
      assert.deepEqual(tabNamed(spreadsheet, tabName).rows, old)
      assert.equal(notices.length, 1)
      assert.match(
        notices[0]?.message ?? '',
        new RegExp(`holds 9\\d % .* new tab ${year}; the tab ${tabName} stays as it is`),
      )

      await fixture.change(first[3]?.id ?? '', { note: 'corrected later' })
      await fixture.change(first[4]?.id ?? '', { withdrawn_at: 1 })
      sheets.hint('home')
      await until('the correction is shown', () => idsIn(year).at(-1) === first[3]?.id)
      await until('nothing waits', async () => (await fixture.waiting()) === 0)
      spreadsheet.tabs = spreadsheet.tabs.filter(({ title }) => title !== tabName)
      await sheets.stop()
      sheets = fixture.start()
      const [last] = await fixture.record(1)
      await until('what is recorded later is written', () => idsIn(year).at(-1) === last?.id)
      await until('it was looked at', () => sheets.status().state === 'ok' && sheets.status().problems.length === 0)
      const withdrawn = await fixture.database.sql
        .selectFrom('readings')
        .select('id')
        .where('withdrawn_at', 'is not', null)
        .execute()
      assert.deepEqual(
        withdrawn.map(({ id }) => id),
        [first[4]?.id],
      )
      assert.deepEqual(
        spreadsheet.tabs.map(({ title }) => title),
        ['Sheet1', year],
      )
    })
  })
