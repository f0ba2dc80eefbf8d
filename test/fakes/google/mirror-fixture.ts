import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { pino } from 'pino'
import type { Database } from '../../../src/database/engine.ts'
import type { ReadingsTable } from '../../../src/database/reading-tables.ts'
import { createReadings } from '../../../src/readings/readings.ts'
import { revise } from '../../../src/readings/readings-store.ts'
import { Secret } from '../../../src/secret.ts'
import { createSheets, type Sheets } from '../../../src/sheets/sheets.ts'
import { startFakeGoogle } from './fake-google.ts'
import { rowsOf, tabNamed } from './people.ts'
import type { FakeGoogle } from './types.ts'

type SheetsSettings = Partial<Parameters<typeof createSheets>[0]>

/** A ledger, a fake Google and mirrors between them, as the tests of the mirror need them. */
export interface MirrorFixture {
  database: Database
  google: FakeGoogle
  key: string
  /** Starts a mirror of the site `home` in the tab `Readings`. */
  start(settings?: SheetsSettings): Sheets
  record(
    count: number,
    change?: (reading: ReadingsTable, index: number) => Partial<ReadingsTable>,
  ): Promise<ReadingsTable[]>
  change(id: string, change: Partial<ReadingsTable>): Promise<void>
  waiting(site?: string): Promise<number>
  rows(): Record<string, unknown>[]
  stop(): Promise<void>
}

export const spreadsheetId = 'fake-spreadsheet'
export const tabName = 'Readings'
const start2024 = Date.UTC(2024, 0, 1)

export async function createMirrorFixture(
  database: Database,
  options: Parameters<typeof startFakeGoogle>[0] = {},
): Promise<MirrorFixture> {
  const google = await startFakeGoogle(options)
  const spreadsheet = google.createSpreadsheet(spreadsheetId)
  const key = google.createKey()
  const started: Sheets[] = []
  let sequence = 0
  return {
    database,
    google,
    key,
    start: (settings = {}) => {
      const sheets = createSheets({
        database,
        clock: Date.now,
        log: pino({ level: 'silent' }),
        google: { spreadsheetId, tab: tabName, credentials: { json: new Secret(key) }, apiUrl: google.url },
        pollSeconds: 1,
        sites: async () => [{ site: 'home', spreadsheetId, tab: tabName }],
        onWritten: () => undefined,
        readings: createReadings({
          database,
          clock: settings.clock ?? Date.now,
          sites: { find: (site) => ({ site, timeZone: 'UTC' }), names: async () => ['home'] },
          onChanged: () => undefined,
        }),
        settleMilliseconds: 50,
        ...settings,
      })
      started.push(sheets)
      return sheets
    },
    record: async (count, change = () => ({})) => {
      const rows = Array.from({ length: count }, (_, index): ReadingsTable => {
        sequence++
        const reading = newReading(sequence)
        return { ...reading, ...change(reading, index) }
      })
      await database.transaction((transaction) => database.insertNew(transaction, 'readings', rows))
      return rows
    },
    change: async (id, change) => {
      const { withdrawn_at: withdrawnAt, ...values } = change
      await database.transaction(async (transaction) => {
        const row = await transaction.selectFrom('readings').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
        const next = { ...values, ...(withdrawnAt === undefined ? {} : { withdrawnAt }) }
        await revise(transaction, row, next, { at: row.changed_at + 1, by: 'test', origin: 'api' })
      })
    },
    waiting: async (site = 'home') => {
      const rows = await database.sql
        .selectFrom('readings')
        .select('id')
        .where('site', '=', site)
        .whereRef('sheet_revision', '<', 'revision')
        .execute()
      return rows.length
    },
    rows: () => rowsOf(tabNamed(spreadsheet, tabName)),
    stop: async () => {
      await Promise.all(started.map((sheets) => sheets.stop()))
      await google.close()
      await database.close()
    },
  }
}

function newReading(sequence: number): ReadingsTable {
  return {
    site: 'home',
    id: randomUUID(),
    sequence,
    timestamp: start2024 + sequence * 3_600_000,
    source: 'powerwall',
    inverter: 1_000_000 + sequence * 137,
    meter: sequence % 3 === 0 ? null : 20_000_000 + sequence * 41,
    note: sequence % 5 === 0 ? '=SUM(A1:A9)' : null,
    recorded_at: 1,
    changed_at: 1,
    changed_by: 'test',
    origin: 'api',
    revision: 1,
    withdrawn_at: null,
    sheet_revision: 0,
    sheet_row: null,
    doubts: null,
  }
}

/** Waits until a condition holds; fails with the last error, or with `what`. */
export async function until(what: string, condition: () => boolean | Promise<boolean>, seconds = 20): Promise<void> {
  const end = Date.now() + seconds * 1000
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`)
    await wait(10)
  }
}
