import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import {
  createMirrorFixture,
  type MirrorFixture,
  spreadsheetId,
  tabName,
  until,
} from '../../../test/fakes/google/mirror-fixture.ts'
import { clearTab, columnNamed, tabNamed, typeInto } from '../../../test/fakes/google/people.ts'
import { engines } from '../../../test/support/databases.ts'
import type { Sheets } from '../sheets.ts'
import { areTooManyGone } from './guards.ts'

test('ten rows or more that are half of all are too many to be gone at once', () => {
  assert.deepEqual(
    [
      [9, 9],
      [10, 10],
      [10, 20],
      [10, 21],
      [100, 150],
      [100, 250],
    ].map(([gone, before]) => areTooManyGone(gone!, before!)),
    [false, true, true, false, true, false],
  )
})

describe('a mirror that cannot understand what has happened to its sheet', () => {
  let fixture: MirrorFixture
  let sheets: Sheets
  let events: string[]

  beforeEach(async () => {
    fixture = await createMirrorFixture(await engines[0]!.open())
    events = []
    await fixture.record(20)
    begin()
    await until('nothing waits', async () => (await fixture.waiting()) === 0)
  })
  afterEach(() => fixture.stop())

  const begin = (settings: Parameters<MirrorFixture['start']>[0] = {}) => {
    sheets = fixture.start({
      ...settings,
      onStopped: ({ reason }) => events.push(reason),
      onRunning: () => events.push('running'),
    })
  }
  const spreadsheet = () => fixture.google.spreadsheets.get(spreadsheetId)!
  const tab = () => tabNamed(spreadsheet(), tabName)
  const live = async () =>
    (await fixture.database.sql.selectFrom('readings').select('id').where('withdrawn_at', 'is', null).execute()).length
  const stopped = (reason: RegExp) =>
    until('it is stopped', () => sheets.status().state === 'stopped' && reason.test(sheets.status().detail), 8)
  const running = () => until('it goes on', () => sheets.status().state === 'ok', 8)

  test('stops where half of the rows are gone, withdraws nothing, and goes on when they are back', async () => {
    const rows = [...tab().rows]
    tab().rows.splice(5, 12)
    await stopped(/12 of 20 rows are gone/)
    assert.equal(await live(), 20)
    tab().rows = rows
    await running()
    assert.equal(await live(), 20)
    assert.equal(events.length, 2)
    assert.match(events[0] ?? '', /12 of 20 rows/)
    assert.equal(events[1], 'running')
  })

  test('takes them for deleted on the word of a person', async () => {
    assert.equal(await sheets.resume('home'), false)
    tab().rows.splice(5, 12)
    await stopped(/12 of 20 rows are gone/)
    assert.equal(await sheets.resume('home'), true)
    await until('they are withdrawn', async () => (await live()) === 8)
    await running()
    assert.equal(fixture.rows().length, 8)
  })

  test('looks again at once on the hint that somebody has changed something', async () => {
    await sheets.stop()
    begin({ pollSeconds: 3_600 })
    await until('it has looked', () => sheets.status().detail === 'the sheet shows every reading')
    const rows = [...tab().rows]
    clearTab(tab())
    sheets.look('home')
    await stopped(/header row of the tab Readings is gone/)
    tab().rows = rows
    sheets.look('home')
    await running()
  })

  test('is seen as stopped by another process, which takes that word too', async () => {
    const other = fixture.start({ holder: 'nowhere/1/other' })
    tab().rows.splice(5, 12)
    await until('the other says so', () => /12 of 20 rows are gone/.test(other.status().detail))
    assert.equal(await other.resume('home'), true)
    await until('they are withdrawn', async () => (await live()) === 8)
    await until('the other says that all is well', () => other.status().state === 'ok')
    assert.equal(await other.resume('home'), false)
  })

  test('stops in the same way where the rows have gone while the service was down', async () => {
    await sheets.stop()
    tab().rows.splice(5, 12)
    begin()
    await stopped(/12 of 20 rows are gone/)
    assert.equal(await live(), 20)
  })

  test('stops where all ids are cleared, and writes nothing', async () => {
    const column = columnNamed(tab(), 'Reading_ID')
    const rows = [...tab().rows]
    for (let row = 2; row <= 21; row++) typeInto(tab(), row, column, undefined)
    await stopped(/20 of 20 rows are gone from the sheet at once, or have lost their Reading_ID/)
    await fixture.record(1)
    sheets.hint('home')
    await stopped(/20 of 20/)
    assert.equal(await live(), 21)
    tab().rows = rows
    await until('nothing waits', async () => (await fixture.waiting()) === 0)
    assert.equal(fixture.rows().length, 21)
  })

  test('stops where the tab is cleared, and goes on when that is undone', async () => {
    const rows = [...tab().rows]
    clearTab(tab())
    await stopped(/header row of the tab Readings is gone/)
    assert.equal(await live(), 20)
    tab().rows = rows
    await running()
    assert.equal(await live(), 20)
  })

  test('waits no longer for a fault of Google because it was stopped before', async () => {
    const rows = [...tab().rows]
    clearTab(tab())
    await stopped(/header row of the tab Readings is gone/)
    const reads = fixture.google.count('read')
    await until('it has looked again and again', () => fixture.google.count('read') >= reads + 4)
    tab().rows = rows
    fixture.google.failNext('read', { kind: 'status', status: 503 })
    await until('that fault has come', () => sheets.status().state === 'failing')
    const { lastRunAt, nextRunAt } = sheets.jobs()[0]!
    assert.ok(nextRunAt! - lastRunAt! <= 1_000, `it waits for ${nextRunAt! - lastRunAt!} ms`)
    await running()
  })

  test('makes a deleted tab anew on the word of a person', async () => {
    spreadsheet().tabs.pop()
    await stopped(/has been deleted/)
    assert.equal(spreadsheet().tabs.length, 1)
    await sheets.resume('home')
    await until('all is written anew', () => spreadsheet().tabs.length > 1 && fixture.rows().length === 20)
    assert.equal(await live(), 20)
  })

  test('stops where the spreadsheet is in the bin, and goes on when it is taken out', async () => {
    spreadsheet().isTrashed = true
    await sheets.stop()
    begin()
    await stopped(/is in the bin of Google Drive; take it out/)
    const seen = JSON.stringify(tab().rows)
    await fixture.record(1)
    sheets.hint('home')
    await stopped(/is in the bin/)
    assert.equal(JSON.stringify(tab().rows), seen)
    spreadsheet().isTrashed = false
    await until('nothing waits', async () => (await fixture.waiting()) === 0)
    assert.equal(fixture.rows().length, 21)
  })

  test('takes no answer of Drive but a clear one for the bin', async () => {
    spreadsheet().isTrashed = true
    fixture.google.chooseFault = (kind) => (kind === 'drive' ? { kind: 'status', status: 500 } : undefined)
    await sheets.stop()
    begin()
    await fixture.record(1)
    await until('nothing waits', async () => (await fixture.waiting()) === 0)
    assert.equal(sheets.status().state, 'ok')
  })

  test('stops where the spreadsheet is gone', async () => {
    const gone = spreadsheet()
    fixture.google.spreadsheets.delete(spreadsheetId)
    await stopped(/knows no such spreadsheet/)
    fixture.google.spreadsheets.set(spreadsheetId, gone)
    await running()
    assert.equal(await live(), 20)
  })
})
