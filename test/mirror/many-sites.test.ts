import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { pino } from 'pino'
import { createReadings } from '../../src/readings/readings.ts'
import { Secret } from '../../src/secret.ts'
import { createSheets } from '../../src/sheets/sheets.ts'
import { startFakeGoogle } from '../fakes/google/fake-google.ts'
import { engines } from '../support/databases.ts'
import { createVirtualTime } from './virtual-time.ts'

const spreadsheetId = 'shared'
const minute = 60_000
const siteNames = Array.from({ length: 40 }, (_, index) => `site-${index}`)
const busySite = 'site-0'

test('40 sites share the quota: none starves beside one with 60,000 rows, all are polled alike', async (context) => {
  const database = await engines[0]!.open()
  const time = createVirtualTime({ isBusy: () => google.underWay() > 0 })
  const google = await startFakeGoogle({ clock: time.clock, defer: time.defer })
  const spreadsheet = google.createSpreadsheet(spreadsheetId)
  google.chooseFault = () => {
    time.touch()
    return undefined
  }
  let looks: string[] = []
  google.beforeApply = ({ kind, query }) => {
    const [, title] = /^'?([^'!]+)'?!/.exec(query.get('ranges') ?? '') ?? []
    if (kind === 'read' && title !== undefined) looks.push(title)
  }
  const written = new Map<string, number>()
  const record = async (site: string, count: number): Promise<void> => {
    const rows = Array.from({ length: count }, (_, index) => reading(site, time.clock(), index))
    for (let start = 0; start < count; start += 5_000)
      await database.transaction((within) => database.insertNew(within, 'readings', rows.slice(start, start + 5_000)))
  }
  const readings = createReadings({
    database,
    clock: time.clock,
    sites: { find: (site) => ({ site, timeZone: 'Europe/Berlin' }), names: async () => siteNames },
    onChanged: () => time.touch(),
  })
  const sheets = createSheets({
    database,
    readings,
    clock: time.clock,
    sleep: time.sleep,
    log: pino({ level: 'silent' }),
    google: { spreadsheetId, tab: 'x', credentials: { json: new Secret(google.createKey()) }, apiUrl: google.url },
    pollSeconds: 30,
    sites: async () => siteNames.map((site) => ({ site, spreadsheetId, tab: site })),
    onWritten: ({ site }) => {
      time.touch()
      if (!written.has(site)) written.set(site, time.clock())
    },
  })
  context.after(async () => {
    const stopped = sheets.stop()
    await time.pass(minute)
    await stopped
    await google.close()
    await database.close()
  })

  await time.pass(minute)
  assert.equal(spreadsheet.tabs.length, 41, 'every site has its tab after one read each')
  await time.pass(4 * minute)
  assert.match(sheets.status().detail, /each of the 40 sheets is looked at every 79 s/)

  looks = []
  await time.pass(5 * minute)
  const counts = siteNames.map((site) => looks.filter((title) => title === site).length)
  context.diagnostic(
    `in 5 quiet minutes each sheet was looked at ${Math.min(...counts)} to ${Math.max(...counts)} times`,
  )
  assert.ok(Math.min(...counts) >= 3)
  assert.ok(Math.max(...counts) - Math.min(...counts) <= 2, 'all are polled alike')

  await record(busySite, 60_000)
  sheets.hint(busySite)
  await time.pass(minute / 6)
  const start = time.clock()
  for (const site of siteNames.slice(1)) await record(site, 1)
  for (const site of siteNames.slice(1)) sheets.hint(site)
  for (let waited = 0; waited < 10 && written.size < siteNames.length; waited++) await time.pass(minute / 2)

  assert.equal(written.size, siteNames.length, 'every site has written')
  const slowest = Math.max(...siteNames.slice(1).map((site) => (written.get(site) ?? 0) - start))
  context.diagnostic(`the slowest single row stood in its sheet after ${Math.round(slowest / 1000)} s`)
  assert.ok(slowest <= 5 * minute)
  assert.equal(google.requests.filter(({ isOverQuota }) => isOverQuota).length, 0, 'the quota is never exceeded')
  const { requests, waiting } = (await sheets.load())!
  assert.ok(requests.read.used <= requests.read.limit)
  assert.deepEqual(
    waiting.map(({ site }) => site),
    waiting.length > 0 ? [busySite] : [],
  )
})

function reading(site: string, now: number, index: number) {
  return {
    site,
    id: randomUUID(),
    sequence: now * 1000 + index,
    timestamp: Date.UTC(2020, 0, 1) + index * minute,
    source: 'test',
    inverter: index,
    meter: null,
    note: null,
    recorded_at: now,
    changed_at: now,
    changed_by: 'test',
    origin: 'api' as const,
    revision: 1,
    withdrawn_at: null,
    sheet_revision: 0,
    sheet_row: null,
  }
}
