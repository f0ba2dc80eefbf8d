import { once } from 'node:events'
import type { sheets_v4 } from '@googleapis/sheets'
import type { JWT } from 'google-auth-library'
import type { ReadBack, UpdateRequest } from '../cells/sheet-layout.ts'
import type { Quota } from './quota.ts'
import {
  type CallSettings,
  rawValues,
  readBytes,
  type Spreadsheet,
  spreadsheetFields,
  toSpreadsheet,
} from './read-answers.ts'
import { createPatience } from './read-patience.ts'
import type { RequestKind } from './request-window.ts'
import { type Credentials, createServiceAccountSource, type ServiceAccount } from './service-account.ts'
import { classify, SheetsFailure } from './sheets-failure.ts'

export interface BatchUpdate {
  requests: UpdateRequest[]
  /** Ranges to be read back in the same atomic step. */
  readBack?: string[]
}

/** Google Sheets as the mirror needs it. Every call keeps to the quota, is tried once, and fails with a SheetsFailure. */
export interface SheetsClient {
  /** The service account's address, which spreadsheets are shared with. */
  account(): Promise<string>
  readSpreadsheet(spreadsheetId: string, signal: AbortSignal): Promise<Spreadsheet>
  /** Whether Drive says that it is in the bin, where Sheets goes on as before. Never fails: Drive may not be enabled. */
  isTrashed(spreadsheetId: string, signal: AbortSignal): Promise<boolean>
  /** The unformatted values of each range, rows without their empty ends. */
  readValues(spreadsheetId: string, ranges: string[], signal: AbortSignal): Promise<unknown[][][]>
  /** The same of one range, as the bytes of Google's answer: large tabs are parsed on another thread. */
  readAnswer(spreadsheetId: string, range: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>>
  /** Applies all requests or none. Returns what stands in `readBack` afterwards, where Google tells. */
  update(spreadsheetId: string, batch: BatchUpdate, signal: AbortSignal): Promise<ReadBack | undefined>
}

interface ClientOptions {
  credentials: Credentials
  /** Root of an emulator; Google's own hosts where absent. */
  apiUrl: string | undefined
  quota: Quota
  readTimeoutMilliseconds?: number
  writeTimeoutMilliseconds?: number
}

interface Session {
  account: ServiceAccount
  auth: JWT
  api: sheets_v4.Sheets
}

const scopes = [
  'https://www.googleapis.com/auth/spreadsheets',
  'https://www.googleapis.com/auth/drive.metadata.readonly',
]
const driveFiles = 'https://www.googleapis.com/drive/v3/files'
const driveTimeoutMilliseconds = 5_000
// What hangs holds up reading too. A small batch takes a second, one of 2 MB may take many.
const leastWriteMilliseconds = 15_000
const tokenUrl = 'https://oauth2.googleapis.com/token'
const readBackFields =
  'updatedSpreadsheet(sheets(properties(sheetId),data(startRow,startColumn,rowData(values(userEnteredValue)))))'

export function createSheetsClient(options: ClientOptions): SheetsClient {
  const { quota, readTimeoutMilliseconds = 15_000, writeTimeoutMilliseconds = 60_000 } = options
  const readAccount = createServiceAccountSource(options.credentials)
  let session: Session | undefined
  const patience = createPatience(readTimeoutMilliseconds)

  const currentSession = async (): Promise<Session> => {
    const account = await readAccount()
    if (session?.account !== account) session = await openSession(account, options.apiUrl, readTimeoutMilliseconds)
    return session
  }

  const attempt = async <T>(kind: RequestKind, signal: AbortSignal, send: Send<T>): Promise<T> => {
    const { account, auth, api } = await currentSession()
    await fetchToken(auth, account, signal)
    const timeout = kind === 'read' ? readTimeoutMilliseconds : writeTimeoutMilliseconds
    const settings = { timeout, signal, retry: false, headers: { 'content-type': 'application/json' } } as const
    return await quota.spend(kind, signal, () =>
      send(api, settings).catch((error: unknown) => {
        const failure = classify(error, account.address)
        if (failure.status === 429) quota.pauseFor((failure.retryAfterSeconds ?? 1) * 1000)
        // Google's client keeps a dead token until its own clock ends it.
        if (failure.status === 401) session = undefined
        throw failure
      }),
    )
  }

  const call = async <T>(kind: RequestKind, signal: AbortSignal, send: Send<T>): Promise<T> => {
    try {
      return await attempt(kind, signal, send)
    } catch (error) {
      if (!(error instanceof SheetsFailure) || error.status !== 401) throw error
      return attempt(kind, signal, send)
    }
  }

  return {
    account: async () => (await readAccount()).address,
    readSpreadsheet: (spreadsheetId, signal) =>
      call('read', signal, async (api, settings) =>
        toSpreadsheet((await api.spreadsheets.get({ spreadsheetId, fields: spreadsheetFields }, settings)).data),
      ),
    isTrashed: async (spreadsheetId, signal) => {
      try {
        return await isInBin((await currentSession()).auth, spreadsheetId, signal)
      } catch {
        return false
      }
    },
    readValues: (spreadsheetId, ranges, signal) =>
      call('read', signal, async (api, settings) => {
        const { data } = await api.spreadsheets.values.batchGet({ spreadsheetId, ranges, ...rawValues }, settings)
        return ranges.map((_, index) => data.valueRanges?.[index]?.values ?? [])
      }),
    readAnswer: (spreadsheetId, range, signal) =>
      call('read', signal, (api, settings) => readBytes(api, settings, patience, { spreadsheetId, range })),
    update: (spreadsheetId, batch, signal) =>
      call('write', signal, async (api, settings) => {
        const { parameters, length } = updateParameters(spreadsheetId, batch)
        const needed = leastWriteMilliseconds + Math.ceil(length / 50)
        const timeout = Math.min(settings.timeout, needed)
        const { data } = await api.spreadsheets.batchUpdate(parameters, { ...settings, timeout })
        return data.updatedSpreadsheet
      }),
  }
}

async function isInBin(auth: JWT, spreadsheetId: string, signal: AbortSignal): Promise<boolean> {
  const url = `${driveFiles}/${encodeURIComponent(spreadsheetId)}?fields=trashed&supportsAllDrives=true`
  const settings = { url, signal, timeout: driveTimeoutMilliseconds, retry: false }
  const { data } = await auth.request<{ trashed?: unknown } | undefined>(settings)
  return data?.trashed === true
}

type Send<T> = (api: sheets_v4.Sheets, settings: CallSettings) => Promise<T>

function updateParameters(spreadsheetId: string, { requests, readBack }: BatchUpdate) {
  const asked = readBack && {
    includeSpreadsheetInResponse: true,
    responseRanges: readBack,
    responseIncludeGridData: true,
  }
  // As text, because the library copies objects several times over, on the thread that answers HTTP.
  const text = JSON.stringify({ requests, ...asked })
  const requestBody = text as unknown as sheets_v4.Schema$BatchUpdateSpreadsheetRequest
  const parameters = { spreadsheetId, requestBody, ...(readBack ? { fields: readBackFields } : {}) }
  return { parameters, length: text.length }
}

async function fetchToken(auth: JWT, account: ServiceAccount, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const done = new AbortController()
  try {
    await Promise.race([auth.getAccessToken(), once(signal, 'abort', { signal: done.signal })])
    signal.throwIfAborted()
  } catch (error) {
    const { kind, status, reason, retryAfterSeconds } = classify(error, account.address)
    const isRefused = kind === 'refused' || status === 401 || isCryptoError(error)
    throw new SheetsFailure(
      isRefused ? 'refused' : 'retry',
      isRefused
        ? `Google does not accept the key of ${account.address}; put a new key file in its place`
        : 'Google gives out no token at the moment; it is tried again',
      { reason, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) },
    )
  } finally {
    done.abort()
  }
}

// A private key that is no key fails before anything is sent.
function isCryptoError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_')
}

async function openSession(
  account: ServiceAccount,
  apiUrl: string | undefined,
  tokenTimeoutMilliseconds: number,
): Promise<Session> {
  const [{ JWT }, { sheets }] = await Promise.all([import('google-auth-library'), import('@googleapis/sheets')])
  const audience = account.tokenUri ?? (apiUrl ? `${apiUrl}/token` : tokenUrl)
  const auth = new JWT({
    email: account.address,
    key: account.privateKey.reveal(),
    scopes,
    additionalClaims: { aud: audience },
    // The fetch that Google's library brings ends the process where a request is aborted before it is sent.
    transporterOptions: { fetchImplementation: fetch, timeout: tokenTimeoutMilliseconds },
  })
  auth.transporter.interceptors.request.add({
    resolved: async (request) => {
      if (apiUrl) request.url = atEmulator(request.url, apiUrl)
      // The library repeats token requests on its own; when to try again is decided in one place, the mirror.
      request.retry = false
      delete request.retryConfig
      return request
    },
  })
  return { account, auth, api: sheets({ version: 'v4', auth }) }
}

function atEmulator(url: URL, root: string): URL {
  return new URL(url.href === tokenUrl ? `${root}/token` : `${root}${url.pathname}${url.search}`)
}
