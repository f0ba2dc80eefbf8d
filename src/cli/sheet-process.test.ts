import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createMirrorFixture, spreadsheetId, tabName, until } from '../../test/fakes/google/mirror-fixture.ts'
import { rowsOf, tabNamed } from '../../test/fakes/google/people.ts'
import { engines } from '../../test/support/databases.ts'
import { openDatabase } from '../database/database.ts'

const main = fileURLToPath(new URL('../../bin/meterbridge.js', import.meta.url))
// Large enough for the thread that compares large tabs.
const rows = 5_000

test('a rebuild that is killed goes on when it is run again, and a check of a large tab ends', async (context) => {
  const location = await engines[0]!.createLocation()
  const fixture = await createMirrorFixture(await openDatabase(location))
  context.after(async () => {
    await fixture.stop()
    await location.remove()
  })
  const { google } = fixture
  const spreadsheet = google.spreadsheets.get(spreadsheetId)!
  const start = (...words: string[]) =>
    spawn(process.execPath, [main, 'sheet', ...words], {
      cwd: location.dataDir,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        DATA_DIR: location.dataDir,
        GOOGLE_SHEET_ID: spreadsheetId,
        GOOGLE_CREDENTIALS_JSON: fixture.key,
        GOOGLE_API_URL: google.url,
      },
    })
  const run = async (...words: string[]) => {
    const child = start(...words)
    const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
    return { said, code: code as number }
  }
  await fixture.record(rows)
  assert.deepEqual(await run('rebuild'), {
    code: 0,
    said: `The tab ${tabName} shows every reading (${rows} rows).\n`,
  })

  const killed = start('rebuild')
  const dead = once(killed, 'exit')
  const isBegun = () => spreadsheet.tabs.some((tab) => /rebuilding/.test(tab.title) && rowsOf(tab).length > 0)
  await until('some rows are written', isBegun, 60)
  killed.kill('SIGKILL')
  await dead
  const { code, said } = await run('rebuild')
  assert.equal(code, 0)
  assert.match(said, /the earlier tab is called Readings \(until /)
  const ids = rowsOf(tabNamed(spreadsheet, tabName)).map((row) => row['Reading_ID'])
  assert.deepEqual([ids.length, new Set(ids).size], [rows, rows])
  assert.equal(spreadsheet.tabs.length, 3)
  assert.deepEqual(await run('check'), { code: 0, said: `Tab ${tabName}\n${rows} rows as the ledger has it\n` })
})
