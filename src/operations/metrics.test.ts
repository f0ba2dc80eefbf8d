import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { startFakeGoogle } from '../../test/fakes/google/fake-google.ts'
import { until } from '../../test/fakes/google/mirror-fixture.ts'
import { engines } from '../../test/support/databases.ts'
import { type Service, startService } from '../../test/support/service.ts'
import type { Config } from '../config.ts'
import { Secret } from '../secret.ts'
import { createSpread } from './tally.ts'

const nobody = { authorization: '' }
const overHttps = { 'x-forwarded-proto': 'https' }
const production: Partial<Config> = {
  isProduction: true,
  trustProxy: 1,
  jwtSecret: new Secret('a secret of the tests, which is long enough'),
}

async function started(context: TestContext, settings: Partial<Config> = {}): Promise<Service> {
  const service = await startService(engines[0]!, settings)
  context.after(() => service.stop())
  return service
}

/** The values of a metric by their labels as written. */
function valuesOf(text: string, name: string): Record<string, number> {
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
  return Object.fromEntries(
    lines.map((line) => [line.slice(name.length, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
  )
}

test('the metrics tell of the process, of requests by route, and of what was recorded together', async (context) => {
  const service = await started(context)
  const records = [1, 2, 3].map((meterValue) => ({ meterValue, timestamp: `2024-05-0${meterValue}T10:00:00Z` }))
  assert.equal((await service.call('POST', '/records/bulk', { records })).json.recorded, 3)
  await service.call('GET', '/sites/home')
  await service.call('GET', '/sites/nowhere')
  await service.call('GET', '/no/such/place')
  const { status, headers, text } = await service.call('GET', '/metrics', undefined, nobody)
  assert.equal(status, 200)
  assert.match(headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/)
  const requests = valuesOf(text, 'http_requests_total')
  assert.equal(requests['{method="GET",route="/sites/:site",status="200"}'], 1)
  assert.equal(requests['{method="GET",route="/sites/:site",status="404"}'], 1)
  assert.equal(requests['{method="GET",route="unmatched",status="404"}'], 1)
  const counts = valuesOf(text, 'http_request_duration_seconds_count')
  assert.equal(counts['{method="GET",route="/sites/:site"}'], 2)
  assert.equal(valuesOf(text, 'meterbridge_recorder_batch_readings_sum')[''], 3)
  assert.equal(valuesOf(text, 'meterbridge_recorder_batch_readings_count')[''], 1)
  assert.equal(valuesOf(text, 'meterbridge_recorder_commit_seconds_count')[''], 1)
  assert.ok((valuesOf(text, 'meterbridge_recorder_commit_seconds_sum')[''] ?? 0) > 0)
  assert.ok((valuesOf(text, 'process_resident_memory_bytes')[''] ?? 0) > 1e6)
  assert.equal(valuesOf(text, 'meterbridge_sheet_state')['{state="off"}'], 1)
  assert.doesNotMatch(text, /nowhere|no\/such/)
})

test('the metrics ask for the token where one is set', async (context) => {
  const service = await started(context, { metricsToken: new Secret('the token') })
  for (const authorization of ['', 'Bearer another', 'Bearer', 'Basic the token'])
    assert.equal((await service.call('GET', '/metrics', undefined, { authorization })).status, 401)
  // The admin's own token is no token for the metrics.
  assert.equal((await service.call('GET', '/metrics')).status, 401)
})

test('the metrics are open to whoever shows the token, in production too', async (context) => {
  const service = await started(context, { ...production, metricsToken: new Secret('long-enough-token') })
  const shown = { ...overHttps, authorization: 'Bearer long-enough-token' }
  const { status, text } = await service.call('GET', '/metrics', undefined, shown)
  assert.equal(status, 200)
  assert.match(text, /nodejs_eventloop_lag_seconds/)
})

test('the metrics are closed in production where no token is set', async (context) => {
  const service = await started(context, production)
  const { status, text } = await service.call('GET', '/metrics', undefined, overHttps)
  assert.equal(status, 403)
  assert.doesNotMatch(text, /process_/)
})

test('health and metrics tell what the sheet has used of the quota, and what waits', async (context) => {
  const google = await startFakeGoogle()
  context.after(() => google.close())
  const spreadsheet = google.createSpreadsheet('the-sheet', { sharedWith: [] })
  const service = await started(context, {
    google: {
      spreadsheetId: 'the-sheet',
      tab: 'Readings',
      credentials: { json: new Secret(google.createKey()) },
      apiUrl: google.url,
    },
  })
  await service.call('POST', '/records/single', { meterValue: 1 })
  const check = async () => (await service.call('GET', '/health')).json.checks.sheet
  await until('it is stopped', async () => (await check()).state === 'stopped')
  await until('it is counted', async () => (await check()).rowsWaiting === 1)
  const sheet = await check()
  assert.ok(sheet.requests.read.used >= 1)
  assert.deepEqual(sheet.requests.write, { used: 0, limit: 55 })
  assert.ok(sheet.oldestWaitingSeconds >= 0)
  assert.equal(sheet.pollEverySeconds, 30)
  const { text } = await service.call('GET', '/metrics')
  assert.equal(valuesOf(text, 'meterbridge_sheet_waiting_rows')['{site="home"}'], 1)
  assert.equal(valuesOf(text, 'meterbridge_sheet_requests')['{kind="write"}'], 0)
  assert.equal(valuesOf(text, 'meterbridge_sheet_state')['{state="stopped"}'], 1)
  assert.equal(spreadsheet.tabs.length, 1)
})

test('a spread counts every value in the range it falls into and in all above', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 20, noNaN: true })), (values) => {
      const bounds = [1, 2, 5, 10]
      const spread = createSpread(bounds)
      for (const value of values) spread.add(value)
      const samples = spread.samples({})
      for (const [index, bound] of bounds.entries())
        assert.equal(samples[index]?.value, values.filter((value) => value <= bound).length)
      assert.equal(samples.find(({ labels }) => labels['le'] === '+Inf')?.value, values.length)
      assert.equal(samples.at(-1)?.value, values.length)
    }),
  )
})
