import { Problem } from '../../problem.ts'
import { Secret } from '../../secret.ts'
import { homeSite, isSamePlace, type SheetPlace } from '../../sites/site.ts'
import type { Sites } from '../../sites/sites.ts'
import type { GoogleSettings } from '../google/google-access.ts'
import { createServiceAccountSource } from '../google/service-account.ts'
import type { Connection } from './connection.ts'
import { type GoogleConnection, KeyLostError } from './google-connection.ts'

/** Tries a key and a spreadsheet against Google. Loaded when it is first asked for: with it comes Google's library. */
export type CheckConnection = (
  asked: { key: Secret; spreadsheetId: string },
  signal: AbortSignal,
) => Promise<Connection>

/** What may be shown of the connection to Google. */
export interface ShownConnection {
  source: 'none' | 'environment' | 'stored'
  /** The service account's address; null where its key cannot be read. */
  clientEmail: string | null
  /** Where the site `home` is shown. */
  sheet: SheetPlace | null
}

export interface WantedConnection {
  /** A service account's key, as JSON; undefined for the one that is stored. */
  key: string | undefined
  /** A spreadsheet's id, or its address. */
  spreadsheet: string
  tab: string
}

/** What an admin can do about the connection to Google. */
export interface ConnectionDesk {
  show(): Promise<ShownConnection>
  /**
   * Tries it against Google and keeps it; the mirror begins at once.
   * @throws Problem 400, 409 where the environment says how or the tab shows another site, 422 where Google says no
   */
  connect(wanted: WantedConnection, signal: AbortSignal): Promise<ShownConnection>
  /** @throws Problem 404, 409 */
  disconnect(): Promise<void>
}

interface DeskDependencies {
  connection: GoogleConnection
  sites: Pick<Sites, 'all' | 'get' | 'change'>
  check: CheckConnection
  /** Puts into use what is stored. */
  follow(): Promise<void>
}

export function createConnectionDesk(dependencies: DeskDependencies): ConnectionDesk {
  const { connection, sites, check, follow } = dependencies
  const show = async (): Promise<ShownConnection> => {
    const stored = await connection.stored()
    const source = connection.environment ? 'environment' : 'stored'
    if (!stored && source === 'stored') return { source: 'none', clientEmail: null, sheet: null }
    const clientEmail = stored?.account ?? (await accountOf(connection.environment))
    return { source, clientEmail, sheet: (await sites.get(homeSite)).sheet }
  }
  return {
    show,
    connect: async ({ key, spreadsheet, tab }, signal) => {
      refuseWhereGiven(connection)
      const place = { id: spreadsheetIdIn(spreadsheet), tab }
      const used = key === undefined ? await storedKey(connection) : new Secret(key)
      await refuseWhereTaken(place, sites)
      const { account, problem } = await check({ key: used, spreadsheetId: place.id }, signal)
      if (problem !== null) throw new Problem(422, problem, { type: 'sheet-not-reached' })
      await connection.keep({ key: used, account, spreadsheetId: place.id, tab })
      // What was chosen last counts, also over a sheet that `home` was given as a site.
      await sites.change(homeSite, { sheet: null })
      await follow()
      return await show()
    },
    disconnect: async () => {
      refuseWhereGiven(connection)
      if (!(await connection.forget()))
        throw new Problem(404, 'No Google Sheet is connected.', { type: 'not-connected' })
      await follow()
    },
  }
}

// A key file may be gone, or be no key any more.
async function accountOf(settings: GoogleSettings | undefined): Promise<string | null> {
  if (!settings) return null
  try {
    return (await createServiceAccountSource(settings.credentials)()).address
  } catch {
    return null
  }
}

function refuseWhereGiven({ environment }: GoogleConnection): void {
  if (environment)
    throw new Problem(
      409,
      'The environment connects the sheet (GOOGLE_SHEET_ID and GOOGLE_CREDENTIALS_PATH or GOOGLE_CREDENTIALS_JSON). Change it there, or take these settings away and restart.',
      { type: 'set-by-environment' },
    )
}

async function storedKey(connection: GoogleConnection): Promise<Secret> {
  const stored = await connection.stored()
  if (!stored) throw badField('/key', 'is required, because none is stored')
  try {
    return connection.keyOf(stored)
  } catch (error) {
    if (error instanceof KeyLostError) throw new Problem(409, `${error.message}.`, { type: 'key-lost' })
    throw error
  }
}

/** The id in a spreadsheet's address, or the id alone. @throws Problem 400 */
function spreadsheetIdIn(text: string): string {
  const [, id] = /\/spreadsheets\/d\/([\w-]{1,128})/.exec(text) ?? /^\s*([\w-]{1,128})\s*$/.exec(text) ?? []
  if (id !== undefined) return id
  throw badField('/spreadsheet', "is neither a spreadsheet's address nor the long part of it, between /d/ and /edit")
}

async function refuseWhereTaken(place: SheetPlace, sites: Pick<Sites, 'all'>): Promise<void> {
  const other = (await sites.all()).find(
    ({ site, sheet }) => site !== homeSite && sheet !== null && isSamePlace(sheet, place),
  )
  if (other)
    throw new Problem(
      409,
      `The tab ${place.tab} of that spreadsheet shows the site ${other.site} already; name another tab.`,
      { type: 'sheet-taken' },
    )
}

function badField(path: string, message: string): Problem {
  return new Problem(400, 'The body is not as it should be; see errors.', {
    type: 'invalid-input',
    errors: [{ path, message }],
  })
}
