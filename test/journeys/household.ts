import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { TestContext } from 'node:test'
import { startFakeGoogle } from '../fakes/google/fake-google.ts'
import type { FakeTab } from '../fakes/google/model.ts'
import { headerOf, rowsOf, tabNamed } from '../fakes/google/people.ts'
import type { FakeGoogle } from '../fakes/google/types.ts'
import type { FakeUtility } from '../fakes/utility/fake-types.ts'
import { startFakeUtility } from '../fakes/utility/fake-utility.ts'
import { connectorTo, lookupAt, oauthAt } from '../fakes/utility/workbench.ts'
import type { engines } from '../support/databases.ts'
import { type ServiceProcess, startProcess } from '../support/process.ts'
import { type Call, signIn, until } from './client.ts'

/** A reading as the API shows it. */
export interface ShownReading {
  id: string
  timestamp: string
  inverterKwh: number | null
  meterValue: number | null
  source: string
  note: string | null
  sheet: { state: string; row?: number }
}

/** A house whose service runs as a process of its own, between a fake Google and a fake utility. */
export interface Household {
  google: FakeGoogle
  utility: FakeUtility
  call: Call
  tab(): FakeTab
  /** SIGKILL, and the start of a successor. */
  killAndRestart(): Promise<void>
  /** SIGTERM, its exit code, and the start of a successor. */
  restart(): Promise<number | null>
}

export const csvHeader = ['Timestamp', 'Inverter_kWh', 'Meter_Value', 'Source', 'Note', 'Reading_ID']
export const csv = readFileSync(new URL('../data/household-2020-2023.csv', import.meta.url), 'utf8')
/** What the file says, the instants in milliseconds. */
export const expected = valuesOf(csv)
const siteTimeZone = 'America/Los_Angeles'
// Not the house's zone, so that an instant that was not converted shows.
const sheetTimeZone = 'Europe/Berlin'
const spreadsheetId = 'household'

/** Starts everything; it ends with the test. `prepare` is done before the service first speaks to Google. */
export async function openHousehold(
  engine: (typeof engines)[number],
  t: TestContext,
  prepare: (google: FakeGoogle) => void = () => undefined,
): Promise<Household> {
  const google = await startFakeGoogle()
  t.after(() => google.close())
  prepare(google)
  const utility = await startFakeUtility(Date.now)
  t.after(() => utility.close())
  const location = await engine.createLocation()
  t.after(() => location.remove())
  const spreadsheet = google.createSpreadsheet(spreadsheetId, { timeZone: sheetTimeZone })
  const environment = {
    GOOGLE_SHEET_ID: spreadsheetId,
    GOOGLE_CREDENTIALS_JSON: google.createKey(),
    GOOGLE_API_URL: google.url,
    SHEET_POLL_SECONDS: '1',
    SITE_TIME_ZONE: siteTimeZone,
  }
  const start = (): Promise<ServiceProcess> => startProcess(location, environment)
  let service = await start()
  t.after(() => service.kill())
  return {
    google,
    utility,
    call: await signIn(() => service.url),
    tab: () => tabNamed(spreadsheet, 'Readings'),
    killAndRestart: async () => {
      await service.kill()
      service = await start()
    },
    restart: async () => {
      const exitCode = await service.terminate()
      service = await start()
      return exitCode
    },
  }
}

/** A connector that signs in with OAuth and looks up what it does not know. */
export function connectorOf(utility: FakeUtility): Record<string, unknown> {
  return connectorTo(utility, { ...oauthAt(utility), lookup: lookupAt(utility) })
}

/** All readings through the pages of `/readings`, oldest first. */
export async function listed(call: Call): Promise<ShownReading[]> {
  const readings: ShownReading[] = []
  for (let cursor = ''; ; ) {
    const { json } = await call('GET', `/readings?limit=1000${cursor}`)
    readings.push(...json.readings)
    if (json.nextCursor === null) return readings.reverse()
    cursor = `&cursor=${encodeURIComponent(json.nextCursor)}`
  }
}

/** All readings, as soon as the API says of the newest, which is written last, that the sheet shows it. */
export async function written(call: Call): Promise<ShownReading[]> {
  await until(
    'the newest reading is written',
    async () => (await call('GET', '/readings/current')).json.reading.sheet.state === 'written',
  )
  const readings = await listed(call)
  assert.deepEqual([...new Set(readings.map(({ sheet }) => sheet.state))], ['written'])
  return readings
}

/** The sheet shows the file: every reading once, in the order recorded, under the ids and in the rows of the API. */
export function assertSheetShows(tab: FakeTab, readings: readonly ShownReading[]): void {
  assert.deepEqual(headerOf(tab), csvHeader)
  assert.ok(tab.hiddenColumns.has(csvHeader.indexOf('Reading_ID')), 'Reading_ID is not hidden')
  const rows = rowsOf(tab)
  const values = rows.map(({ Timestamp, Inverter_kWh, Meter_Value, Source, Note }) => [
    instantOf(Timestamp),
    Inverter_kWh,
    Meter_Value,
    Source,
    Note,
  ])
  assert.deepEqual(values, expected)
  assert.deepEqual(
    rows.map(({ Reading_ID }, index) => [Reading_ID, index + 2]),
    readings.map(({ id, sheet }) => [id, sheet.row]),
  )
  assert.equal(new Set(readings.map(({ id }) => id)).size, expected.length)
  const formats = tab.rows.slice(1).map(([first]) => JSON.stringify(first?.userEnteredFormat?.['numberFormat']))
  assert.deepEqual([...new Set(formats)], ['{"type":"DATE_TIME","pattern":"yyyy-mm-dd hh:mm:ss"}'])
}

/** Instant, inverter, meter, source and note of every line; no field of these files holds a comma. */
export function valuesOf(text: string): unknown[][] {
  const [, ...lines] = text.trimEnd().split(/\r?\n/)
  return lines.map((line) => {
    const [timestamp = '', inverter, meter, source, note] = line.split(',')
    return [Date.parse(timestamp), Number(inverter), Number(meter), source, note]
  })
}

/** The instant that a date-time cell shows, whose wall clock is that of the spreadsheet. */
function instantOf(serial: unknown): number {
  assert.equal(typeof serial, 'number')
  const seconds = Math.round(Number(serial) * 86_400)
  return Temporal.PlainDateTime.from('1899-12-30').add({ seconds }).toZonedDateTime(sheetTimeZone).epochMilliseconds
}
