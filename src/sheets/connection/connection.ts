import type { Clock } from '../../clock.ts'
import type { Database } from '../../database/engine.ts'
import type { Secret } from '../../secret.ts'
import { openGoogle } from '../google/google-access.ts'
import { sleepFor } from '../google/quota.ts'
import { SheetsFailure } from '../google/sheets-failure.ts'

/** What stands between the service and a spreadsheet, if anything. */
export interface Connection {
  /** The service account's address, which the spreadsheet is to be shared with. */
  account: string
  /** A sentence that says what to do; null where the spreadsheet can be opened. */
  problem: string | null
  tabs: string[]
}

interface ConnectionOptions {
  database: Database
  clock: Clock
  key: Secret
  spreadsheetId: string
  apiUrl: string | undefined
}

/** Opens a spreadsheet with a service account's key, without keeping either. */
export async function checkConnection(options: ConnectionOptions, signal: AbortSignal): Promise<Connection> {
  const { key, spreadsheetId, apiUrl } = options
  const google = { spreadsheetId, tab: '', credentials: { json: key }, apiUrl }
  const { client } = openGoogle({ ...options, google, sleep: sleepFor })
  const account = await client.account()
  try {
    const { tabs } = await client.readSpreadsheet(spreadsheetId, signal)
    const problem = (await client.isTrashed(spreadsheetId, signal))
      ? 'The spreadsheet is in the bin; restore it.'
      : null
    return { account, problem, tabs: tabs.map(({ title }) => title) }
  } catch (error) {
    if (error instanceof SheetsFailure) return { account, problem: `${error.message}.`, tabs: [] }
    throw error
  }
}
