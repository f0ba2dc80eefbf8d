import assert from 'node:assert/strict'
import { randomInt, randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { type Config, readConfig } from '../../src/config.ts'
import type { UpdateRequest } from '../../src/sheets/cells/sheet-layout.ts'
import { createQuota } from '../../src/sheets/google/quota.ts'
import { createSheetsClient, type SheetsClient } from '../../src/sheets/google/sheets-client.ts'
import { SheetsFailure } from '../../src/sheets/google/sheets-failure.ts'
import { engines } from '../support/databases.ts'
import { type Service, startService } from '../support/service.ts'

const names = ['GOOGLE_SHEET_ID', 'GOOGLE_CREDENTIALS_PATH', 'GOOGLE_CREDENTIALS_JSON', 'GOOGLE_API_URL']
const environment = Object.fromEntries(names.map((name) => [name, process.env[name]]))
const { google } = readConfig(environment)
const never = new AbortController().signal
const slowestMilliseconds = 120_000
// The test's own looks count against the quota of the account.
const lookMilliseconds = 3_000

if (google) describe('the mirror and Google itself', () => againstGoogle(google))
else
  test(
    'the mirror and Google itself',
    { skip: 'SKIPPED: set GOOGLE_SHEET_ID and GOOGLE_CREDENTIALS_PATH to run it' },
    () => undefined,
  )

function againstGoogle(settings: NonNullable<Config['google']>): void {
  const { spreadsheetId } = settings
  const tab = `Meterbridge test ${randomUUID().slice(0, 8)}`
  let hands: SheetsClient
  let service: Service | undefined

  before(() => {
    const memory = { load: async () => [], keep: async () => true }
    hands = createSheetsClient({ ...settings, quota: createQuota({ clock: Date.now, memory }) })
  })
  after(async () => {
    await service?.stop()
    const { tabs } = await hands.readSpreadsheet(spreadsheetId, never)
    const ours = tabs.filter(({ title }) => title === tab)
    const requests = ours.map(({ sheetId }): UpdateRequest => ({ deleteSheet: { sheetId } }))
    if (requests.length > 0) await change(requests)
  })

  const change = (requests: UpdateRequest[]) => hands.update(spreadsheetId, { requests }, never)
  const sheetId = async (): Promise<number> => {
    const { tabs } = await hands.readSpreadsheet(spreadsheetId, never)
    const found = tabs.find(({ title }) => title === tab)
    assert.ok(found, `the tab ${tab} is there`)
    return found.sheetId
  }
  const rows = async (): Promise<unknown[][]> => {
    const [values = []] = await hands.readValues(spreadsheetId, [`'${tab}'!A2:F`], never)
    return values
  }
  const call = async (method: string, path: string, body?: unknown) => {
    service ??= await startService(engines[0]!, { google: { ...settings, tab }, sheetPollSeconds: 5 })
    return await service.call(method, path, body)
  }
  const nothingWaits = () =>
    until('nothing waits', async () => (await call('GET', '/health')).json.checks.sheet.rowsWaiting === 0)

  test('Google refuses a metadataId that is there already', async () => {
    const metadataId = randomInt(1, 2 ** 31 - 1)
    const marker: UpdateRequest = {
      createDeveloperMetadata: {
        developerMetadata: {
          metadataId,
          metadataKey: 'meterbridge-integration-test',
          metadataValue: 'x',
          visibility: 'DOCUMENT',
          location: { spreadsheet: true },
        },
      },
    }
    await change([marker])
    try {
      await assert.rejects(
        change([marker]),
        (error) => error instanceof SheetsFailure && error.kind === 'refused' && error.status === 400,
        'Google takes a repeated metadataId. The mirror is right without it, since the ids in the sheet decide; the fake (refusesKnownMarkers) and docs/architecture.md have to say so',
      )
    } finally {
      const lookup = { developerMetadataLookup: { metadataId } }
      await change([{ deleteDeveloperMetadata: { dataFilter: lookup } }])
    }
  })

  test('every reading of a bulk stands in the sheet once, in its order and with its values', async () => {
    const records = Array.from({ length: 500 }, (_, index) => ({
      timestamp: new Date(Date.UTC(2024, 0, 1, index)).toISOString(),
      inverterKwh: index + 0.125,
      note: index === 7 ? '=1+1' : `number ${index}`,
    }))
    assert.equal((await call('POST', '/records/bulk', { records })).json.recorded, 500)
    await until('all are written', async () => (await rows()).length === 500)
    const written = await rows()
    assert.deepEqual(
      written.map((row) => [row[1], row[4]]),
      records.map(({ inverterKwh, note }) => [inverterKwh, note]),
    )
    assert.equal(new Set(written.map((row) => row[5])).size, 500)
  })

  test('a correction and a withdrawal through the API are brought into the sheet', async () => {
    await nothingWaits()
    const [first, second] = await rows()
    await call('PATCH', `/records/${first?.[5]}`, { inverterKwh: 9000.5 })
    await call('DELETE', `/records/${second?.[5]}`)
    await until('both are there', async () => {
      const now = await rows()
      return now.length === 499 && now.some((row) => row[5] === first?.[5] && row[1] === 9000.5)
    })
  })

  test('an edit and a new row by hand are in the API', async () => {
    await nothingWaits()
    const [first] = await rows()
    const cell = (numberValue: number) => ({ userEnteredValue: { numberValue } })
    const target = await sheetId()
    await change([
      {
        updateCells: {
          start: { sheetId: target, rowIndex: 1, columnIndex: 1 },
          rows: [{ values: [cell(9123.25)] }],
          fields: 'userEnteredValue',
        },
      },
      { appendCells: { sheetId: target, rows: [{ values: [cell(45_600), cell(77)] }], fields: 'userEnteredValue' } },
    ])
    const edited = async () => (await call('GET', `/records/${first?.[5]}`)).json.reading.inverterKwh
    await until('the edit is taken over', async () => (await edited()) === 9123.25)
    const { history } = (await call('GET', `/records/${first?.[5]}/history`)).json
    assert.ok(history.some(({ origin }: { origin: string }) => origin === 'sheet'))
    await until('the new row has its id', async () => {
      const row = (await rows()).find((candidate) => candidate[1] === 77)
      return typeof row?.[5] === 'string' && row[5] !== ''
    })
  })
}

async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + slowestMilliseconds
  while (!(await condition().catch(unlessQuota))) {
    if (Date.now() > end) throw new Error(`not within ${slowestMilliseconds / 1000} s: ${what}`)
    await wait(lookMilliseconds)
  }
}

function unlessQuota(error: unknown): boolean {
  if (error instanceof SheetsFailure && error.kind === 'retry') return false
  throw error
}
