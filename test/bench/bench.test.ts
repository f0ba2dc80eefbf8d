import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const bench = (file: string): string => fileURLToPath(new URL(`../../bench/${file}`, import.meta.url))

/** What it printed, whatever its exit code: on a busy machine figures are missed. */
function outputOf(file: string, options: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, [bench(file), ...options.split(' ')], (error, stdout, stderr) =>
      resolve(error && stdout === '' ? stderr : stdout),
    )
  })
}

suite('the measurements run', { concurrency: true }, () => {
  test('the bench prints a page with what was found', async () => {
    const page = await outputOf(
      'main.ts',
      '--engine sqlite --runs 1 --seconds 0.2 --connections 5 --rows 2000 --streams 5 --only ceilings,csv-stream,event-streams',
    )
    assert.match(page, /\| SQLite’s own insert of 10,000 rows from a file, rows per second \| [\d,]+ \|/)
    assert.match(page, /\| SQLite \| 2,000 \| [\d,]+ \| -?\d+ \|/)
    assert.match(page, /\| SQLite \| 5 \| \d+ \| \d+ \| \d+ \| \d+ \|/)
  })

  test('the load test lets users work, and nobody gets an error', async () => {
    const page = await outputOf('loadtest.ts', '--seconds 1 --users 5')
    assert.match(page, /\| record \| 25 % \| \d+ \|/)
    assert.match(page, /- reached: no answer but 2xx/)
  })
})
