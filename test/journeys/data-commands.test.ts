import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type DatabaseLocation, engines } from '../support/databases.ts'
import { startProcess } from '../support/process.ts'

const cli = fileURLToPath(new URL('../../bin/meterbridge.js', import.meta.url))
const household = fileURLToPath(new URL('../data/household-2020-2023.csv', import.meta.url))
const [sqlite, postgres] = engines as [Engine, Engine]

type Engine = (typeof engines)[number]

interface Ran {
  code: number
  output: string
  complaints: string
}

async function run(location: DatabaseLocation, ...words: string[]): Promise<Ran> {
  const env = {
    ...process.env,
    DATA_DIR: location.dataDir,
    DATABASE_URL: location.databaseUrl?.reveal() ?? '',
    SITE_TIME_ZONE: 'Europe/Berlin',
  }
  const child = spawn(process.execPath, [cli, ...words], { cwd: location.dataDir, env })
  const [[code], output, complaints] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)])
  return { code, output, complaints }
}

async function locationFor(context: TestContext, engine: Engine): Promise<DatabaseLocation> {
  const location = await engine.createLocation()
  context.after(() => location.remove())
  return location
}

describe('the commands for data', () => {
  test('carry a ledger from the embedded database to PostgreSQL, and running them again changes nothing', async (context) => {
    const [from, to] = await Promise.all([locationFor(context, sqlite), locationFor(context, postgres)])
    assert.match(
      (await run(from, 'import', household)).output,
      /^1340 received, 1340 recorded, 0 there already, 0 rejec/,
    )
    const file = join(from.dataDir, 'all.ndjson')
    assert.equal((await run(from, 'export', '--format', 'ndjson', '--out', file)).code, 0)
    assert.match((await run(to, 'import', file)).output, /^1340 received, 1340 recorded/)
    assert.match((await run(to, 'import', file)).output, /^1340 received, 0 recorded, 1340 there already/)
    const [before, after] = await Promise.all([run(from, 'export'), run(to, 'export')])
    assert.equal(before.output.split('\r\n').length, 1342)
    assert.deepEqual(withoutIds(after.output), withoutIds(before.output))
  })

  test('take back what they give in every form, whatever its file is called and however many rows it has', async (context) => {
    const [from, to] = await Promise.all([locationFor(context, sqlite), locationFor(context, sqlite)])
    const many = join(from.dataDir, 'many.csv')
    const minutes = Array.from({ length: 10_500 }, (_unused, minute) => new Date(minute * 60_000 + 1e12).toISOString())
    const rows = minutes.map((timestamp, minute) => `${timestamp},${minute},"a ""}],{"" in ${minute}"`)
    writeFileSync(many, ['Timestamp,Meter_Value,Note', ...rows].join('\n'))
    await run(from, 'import', many)
    let expected = /^10500 received, 10500 recorded, 0 there already, 0 rejected/
    for (const format of ['json', 'ndjson', 'csv']) {
      const file = join(from.dataDir, `${format}.out`)
      await run(from, 'export', '--format', format, '--out', file)
      const { output, complaints } = await run(to, 'import', file)
      assert.match(output, expected, `${format}: ${complaints}`)
      expected = /^10500 received, 0 recorded, 10500 there already, 0 rejected/
    }
    const [before, after] = await Promise.all([run(from, 'export'), run(to, 'export')])
    assert.deepEqual(withoutIds(after.output), withoutIds(before.output))
  })

  test('record at the site that is named, or else at the one that each record names', async (context) => {
    const location = await locationFor(context, sqlite)
    const file = join(location.dataDir, 'abroad.ndjson')
    const [first, second] = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z']
    const records = [
      { timestamp: first, meterValue: 1 },
      { timestamp: second, meterValue: 2, site: 'abroad' },
    ]
    writeFileSync(file, records.map((record) => JSON.stringify(record)).join('\n'))
    const free = await run(location, 'import', file)
    assert.match(free.output, /^2 received, 1 recorded, 0 there already, 1 rejected/)
    assert.match(free.complaints, /^record 1: site is unknown: there is no site named abroad/)
    assert.match((await run(location, 'import', '--site', 'home', file)).output, /^2 received, 1 recorded, 1 there al/)
  })

  test('name every bad record and end with 1, or with 2 where they are used wrongly', async (context) => {
    const location = await locationFor(context, sqlite)
    const file = join(location.dataDir, 'bad.csv')
    writeFileSync(file, 'Timestamp,Meter_Value\n2026-01-01T00:00:00Z,1\n2026-01-02T00:00:00Z,many\n')
    const { code, output, complaints } = await run(location, 'import', file)
    assert.equal(code, 1)
    assert.match(output, /^2 received, 1 recorded, 0 there already, 1 rejected/)
    assert.match(complaints, /^record 1: .*many/)
    assert.equal((await run(location, 'export', '--format', 'xml')).code, 2)
    const exported = fileURLToPath(new URL('../data/imports/dsmr-reader.csv', import.meta.url))
    assert.match((await run(location, 'import', '--map', 'dsmr-reader', exported)).output, /^2 received, 3 recorded/)
    assert.equal((await run(location, 'import', join(location.dataDir, 'none.csv'))).code, 1)
  })

  test('name what is wrong with a file that is refused whole, and of much only the first', async (context) => {
    const location = await locationFor(context, sqlite)
    const file = join(location.dataDir, 'bad.csv')
    const complaintsAbout = async (content: string, ...options: string[]): Promise<string[]> => {
      writeFileSync(file, content)
      const { code, complaints } = await run(location, 'import', ...options, file)
      assert.equal(code, 1)
      return complaints.trimEnd().split('\n')
    }
    const [header, unknown, ...missing] = await complaintsAbout('When,Meter_Value\n2026-01-01T00:00:00Z,1\n')
    assert.equal(header, 'meterbridge: The header of the CSV is not as it should be; see errors.')
    assert.match(unknown ?? '', /^header\/0: When is no known column; known are Timestamp, /)
    assert.deepEqual(missing, ['header: the column Timestamp is missing'])
    const rows = Array.from({ length: 23 }, (_unused, index) => `2026-01-01T00:00:${index + 10}Z,many`)
    const [refusal, ...records] = await complaintsAbout(`Timestamp,Meter_Value\n${rows.join('\n')}\n`, '--atomic')
    assert.equal(refusal, 'meterbridge: 23 of 23 records cannot be recorded, so none was.')
    assert.equal(records[0], 'record 0: meterValue is no number: many')
    assert.deepEqual(records.slice(19), ['record 19: meterValue is no number: many', 'and 3 more'])
    const [, cutOff] = await complaintsAbout('Timestamp,Meter_Value,Note\n2026-01-01T00:00:00Z,1,"never')
    assert.equal(cutOff, 'record 0: is cut off')
  })

  test('back up beside a working service, and restore only when it is stopped', async (context) => {
    const location = await locationFor(context, sqlite)
    await run(location, 'import', household)
    const service = await startProcess(location)
    context.after(() => service.kill())
    const made = await run(location, 'backup')
    assert.equal(made.code, 0, made.complaints)
    const refused = await run(location, 'restore', made.output.trim())
    assert.equal(refused.code, 1)
    assert.match(refused.complaints, /DATA_DIR is in use by another process/)
    await service.terminate()
    const late = join(location.dataDir, 'late.csv')
    writeFileSync(late, 'Timestamp,Meter_Value\n2026-01-01T00:00:00Z,1\n')
    await run(location, 'import', late)
    const restored = await run(location, 'restore', made.output.trim())
    assert.match(restored.output, /: 1340 readings\.\nWhat was there before is kept in /)
    assert.equal((await run(location, 'export')).output.split('\r\n').length, 1342)
    writeFileSync(join(location.dataDir, 'no-copy.db'), 'not a database, but longer than its header would be'.repeat(9))
    assert.equal((await run(location, 'restore', 'no-copy.db')).code, 1)
    assert.equal((await run(location, 'export')).output.split('\r\n').length, 1342)
  })

  test('a second service on one data directory refuses with one line', async (context) => {
    const location = await locationFor(context, sqlite)
    const service = await startProcess(location)
    context.after(() => service.kill())
    const second = await run(location, 'start')
    assert.deepEqual(
      [second.code, second.complaints],
      [1, 'meterbridge: DATA_DIR is in use by another process of Meterbridge; stop that one first (example: ./data)\n'],
    )
  })
})

function withoutIds(csv: string): string[] {
  return csv.split('\r\n').map((line) => line.replace(/,[^,]*$/, ''))
}
