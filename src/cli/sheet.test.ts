import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { startFakeGoogle } from '../../test/fakes/google/fake-google.ts'
import { until } from '../../test/fakes/google/mirror-fixture.ts'
import { createTab } from '../../test/fakes/google/model.ts'
import { rowsOf, tabNamed, typeRow } from '../../test/fakes/google/people.ts'
import type { FakeGoogle } from '../../test/fakes/google/types.ts'
import { type DatabaseLocation, engines } from '../../test/support/databases.ts'
import { runService } from '../../test/support/service.ts'
import { type Config, readConfig } from '../config.ts'
import { openDatabase } from '../database/database.ts'
import { Secret } from '../secret.ts'
import { exitCodeOf } from './exit-code.ts'
import { sheetCommand } from './sheet.ts'

const header = ['Timestamp', 'Inverter_kWh', 'Meter_Value', 'Source', 'Note']

interface Said {
  code: number
  said: string
  complained: string
}

interface Place {
  location: DatabaseLocation
  google: FakeGoogle
  config: Partial<Config>
  run(...words: string[]): Promise<Said>
}

async function createPlace(context: TestContext, engine: (typeof engines)[number]): Promise<Place> {
  const location = await engine.createLocation()
  const google = await startFakeGoogle()
  context.after(() => Promise.all([google.close(), location.remove()]))
  google.createSpreadsheet('the-sheet')
  const credentials = { json: new Secret(google.createKey()) }
  const config = {
    google: { spreadsheetId: 'the-sheet', tab: 'Readings', credentials, apiUrl: google.url },
    sheetPollSeconds: 1,
  }
  const settings = { ...readConfig({ DATA_DIR: location.dataDir }), databaseUrl: location.databaseUrl, ...config }
  return { location, google, config, run: (...words) => runCommand(settings, words) }
}

async function runCommand(settings: Config, words: string[]): Promise<Said> {
  let said = ''
  let complained = ''
  const write = (text: string): boolean => {
    complained += text
    return true
  }
  const command = sheetCommand({
    clock: Date.now,
    output: {
      write: (text: unknown) => {
        said += String(text)
        return true
      },
    },
    complaints: { isTTY: true, write },
    readSettings: () => settings,
    openDatabase: () => openDatabase(settings),
  })
  for (const one of [command, ...command.commands]) one.configureOutput({ writeErr: write, writeOut: write })
  try {
    await command.parseAsync(words, { from: 'user' })
    return { code: 0, said, complained }
  } catch (error) {
    return { code: exitCodeOf(error), said, complained }
  }
}

for (const engine of engines)
  describe(`meterbridge sheet on ${engine.name}`, () => {
    test('check says what would be taken in, writes nothing, and fails where a row cannot be read', async (context) => {
      const { google, run } = await createPlace(context, engine)
      assert.deepEqual(await run('check'), {
        code: 0,
        said: 'Tab Readings\nThere is no such tab yet; it would be made.\n',
        complained: '',
      })
      const tab = createTab(4711, 'Readings')
      google.spreadsheets.get('the-sheet')?.tabs.push(tab)
      for (const row of [header, [45_000, 1], [45_001, 2], [45_003, 3], [45_001, 2]]) typeRow(tab, row)
      const before = structuredClone(tab)
      assert.deepEqual(await run('check', '--site', 'home'), {
        code: 0,
        said: [
          'Tab Readings',
          'The column Reading_ID is missing; it would be added on the right, hidden.',
          '3 rows to be recorded as new (rows 2–4)',
          '1 row to be left alone as copies',
          '',
        ].join('\n'),
        complained: '',
      })
      typeRow(tab, ['soon', 4])
      const checked = await run('check')
      assert.equal(checked.code, 1)
      assert.match(checked.said, /1 row unreadable \(row 6\)\n {2}row 6: Timestamp holds “soon”; write a date and time/)
      assert.match(checked.complained, /^meterbridge: Some rows cannot be read/)
      assert.equal(google.count('write'), 0)
      assert.deepEqual(tab.rows.slice(0, 5), before.rows)
    })

    test('check works beside a running service; rebuild asks to stop it and then writes the tab anew', async (context) => {
      const { location, google, config, run } = await createPlace(context, engine)
      const service = await runService(location, config)
      let stopping: Promise<void> | undefined
      const stop = async (): Promise<void> => {
        stopping ??= service.stop()
        await stopping
      }
      context.after(stop)
      const records = Array.from({ length: 25 }, (_, index) => ({
        timestamp: new Date(Date.UTC(2024, 0, 1, index)).toISOString(),
        meterValue: 1000 + index,
      }))
      assert.equal((await service.call('POST', '/records/bulk', { records })).status, 200)
      const spreadsheet = google.spreadsheets.get('the-sheet')!
      await until('all are written', () => {
        const tab = spreadsheet.tabs.find(({ title }) => title === 'Readings')
        return tab !== undefined && rowsOf(tab).length === 25
      })
      assert.deepEqual(await run('check'), {
        code: 0,
        said: 'Tab Readings\n25 rows as the ledger has it\n',
        complained: '',
      })
      const refused = await run('rebuild')
      assert.equal(refused.code, 1)
      assert.match(
        refused.complained,
        /meterbridge: A running service writes this sheet. Stop it, run this command again/,
      )
      await stop()

      const { code, said, complained } = await run('rebuild')
      assert.equal(code, 0)
      assert.match(
        said,
        /^The tab Readings shows every reading \(25 rows\); the earlier tab is called Readings \(until \d{4}-\d\d-\d\d\) now.\n$/,
      )
      assert.match(complained, /100 % \(25 of 25\)/)
      assert.equal(rowsOf(tabNamed(spreadsheet, 'Readings')).length, 25)
    })

    test('says what is missing with 1, and is used wrongly with 2', async (context) => {
      const { google, location, run } = await createPlace(context, engine)
      const bare = { ...readConfig({ DATA_DIR: location.dataDir }), databaseUrl: location.databaseUrl }
      const off = await runCommand(bare, ['check'])
      assert.equal(off.code, 1)
      assert.match(off.complained, /No sheet is set; GOOGLE_SHEET_ID/)
      assert.equal((await run('check', '--site', 'barn')).code, 1)
      google.spreadsheets.get('the-sheet')?.sharedWith.clear()
      const refused = await run('check')
      assert.equal(refused.code, 1)
      assert.match(refused.complained, /share it with mirror@meterbridge.iam.gserviceaccount.com/)
      for (const words of [[], ['look'], ['check', 'now'], ['rebuild', '--fast']])
        assert.equal((await run(...words)).code, 2, words.join(' '))
      for (const words of [['--help'], ['check', '--help'], ['rebuild', '--help']])
        assert.equal((await run(...words)).code, 0, words.join(' '))
    })
  })
