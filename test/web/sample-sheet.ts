import { serviceAccount, startFakeGoogle } from '../fakes/google/fake-google.ts'
import type { FakeGoogle } from '../fakes/google/types.ts'
import { until } from '../journeys/client.ts'
import type { Dashboard } from './dashboard.ts'

const spreadsheetId = '1mAfdpXsBVs0XRA5nFMd9kz7EWsbgUcMxQhI6w2yLr4o'
export const spreadsheetLink = `https://docs.google.com/spreadsheets/d/${spreadsheetId}/edit`

/** Google as the service meets it, with a spreadsheet that nobody has shared yet. */
export async function startSampleGoogle(): Promise<FakeGoogle> {
  const google = await startFakeGoogle()
  google.createSpreadsheet(spreadsheetId, { timeZone: 'Europe/Berlin', sharedWith: [] })
  return google
}

/** Shares the spreadsheet and connects it, and waits until the readings are in it. */
export async function connectSampleSheet({ call }: Dashboard, google: FakeGoogle): Promise<void> {
  google.spreadsheets.get(spreadsheetId)?.sharedWith.add(serviceAccount)
  const key: unknown = JSON.parse(google.createKey())
  const answer = await call('PUT', '/sheets/connection', { key, spreadsheet: spreadsheetLink, tab: 'Readings' })
  if (!answer.ok) throw new Error(await answer.text())
  await until('the sheet shows every reading', async () => {
    const { checks } = (await (await call('GET', '/health')).json()) as {
      checks: { sheet: { state: string; rowsWaiting?: number } }
    }
    return checks.sheet.state === 'ok' && checks.sheet.rowsWaiting === 0
  })
}
