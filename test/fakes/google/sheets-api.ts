import type { IncomingMessage } from 'node:http'
import { applyRequests } from './apply-requests.ts'
import { GoogleError } from './google-error.ts'
import type { FakeSpreadsheet } from './model.ts'
import { parseRange, readGrid, readValues } from './ranges.ts'
import type { FakeGoogle, FakeRequestKind } from './types.ts'

const googleTokenUrl = 'https://oauth2.googleapis.com/token'
const minute = 60_000

/** One request to the token endpoint or the Sheets API. */
export interface Call {
  kind: FakeRequestKind
  path: string
  query: URLSearchParams
  body: string
  headers: IncomingMessage['headers']
}

/** Answers a request as Google does, or throws Google's refusal. */
export function perform(google: FakeGoogle, { kind, path, query, body, headers }: Call): object {
  if (kind === 'token') {
    google.requests.push({ kind, at: google.options.clock(), isOverQuota: false })
    return google.tokens.exchange(new URLSearchParams(body), [`${google.url}/token`, googleTokenUrl])
  }
  const account = google.tokens.check(headers.authorization)
  keepQuota(google, kind)
  const match = /^\/v4\/spreadsheets\/([^/:]+)(.*)$/.exec(path)
  const spreadsheet = google.spreadsheets.get(decodeURIComponent(match?.[1] ?? ''))
  if (!spreadsheet) throw new GoogleError(404, 'Requested entity was not found.')
  if (!spreadsheet.sharedWith.has(account)) throw new GoogleError(403, 'The caller does not have permission')
  const action = decodeURIComponent(match?.[2] ?? '')
  if (kind === 'write' && action === ':batchUpdate') return batchUpdate(google, spreadsheet, JSON.parse(body))
  if (kind === 'read' && action === '')
    return describe(spreadsheet, query.getAll('ranges'), query.get('includeGridData') === 'true')
  if (kind === 'read' && action === '/values:batchGet')
    return {
      spreadsheetId: spreadsheet.spreadsheetId,
      valueRanges: query.getAll('ranges').map((range) => valueRange(spreadsheet, range)),
    }
  const single = /^\/values\/(.+)$/.exec(action)
  if (kind === 'read' && single?.[1]) return valueRange(spreadsheet, single[1])
  throw new GoogleError(404, `Requested entity was not found: ${action}`)
}

function keepQuota(google: FakeGoogle, kind: FakeRequestKind): void {
  const now = google.options.clock()
  const recent = google.requests.filter(
    (request) => request.kind === kind && !request.isOverQuota && request.at > now - minute,
  )
  const isOverQuota = recent.length >= google.options.perMinute
  google.requests.push({ kind, at: now, isOverQuota })
  if (!isOverQuota) return
  const name = kind === 'read' ? 'Read' : 'Write'
  throw new GoogleError(
    429,
    `Quota exceeded for quota metric '${name} requests' and limit '${name} requests per minute per user' of service 'sheets.googleapis.com'.`,
  )
}

interface BatchUpdateBody {
  requests: object[]
  includeSpreadsheetInResponse?: boolean
  responseRanges?: string[]
  responseIncludeGridData?: boolean
}

function batchUpdate(google: FakeGoogle, spreadsheet: FakeSpreadsheet, body: BatchUpdateBody): object {
  for (const range of body.responseRanges ?? []) parseRange(spreadsheet, range)
  const replies = applyRequests(spreadsheet, body.requests, google.options)
  const isWanted = body.includeSpreadsheetInResponse && google.options.returnsSpreadsheet
  return {
    spreadsheetId: spreadsheet.spreadsheetId,
    replies,
    ...(isWanted
      ? { updatedSpreadsheet: describe(spreadsheet, body.responseRanges ?? [], body.responseIncludeGridData) }
      : {}),
  }
}

function valueRange(spreadsheet: FakeSpreadsheet, range: string): object {
  const values = readValues(parseRange(spreadsheet, range))
  return { range, majorDimension: 'ROWS', ...(values.length > 0 ? { values } : {}) }
}

function describe(spreadsheet: FakeSpreadsheet, ranges: string[], hasGrid = false): object {
  const parsed = ranges.map((range) => parseRange(spreadsheet, range))
  const tabs =
    ranges.length > 0 ? spreadsheet.tabs.filter((tab) => parsed.some((range) => range.tab === tab)) : spreadsheet.tabs
  return {
    spreadsheetId: spreadsheet.spreadsheetId,
    properties: { title: 'Meter', locale: spreadsheet.locale, timeZone: spreadsheet.timeZone },
    sheets: tabs.map((tab) => ({
      properties: {
        sheetId: tab.sheetId,
        title: tab.title,
        index: spreadsheet.tabs.indexOf(tab),
        sheetType: 'GRID',
        gridProperties: { rowCount: tab.rowCount, columnCount: tab.columnCount, frozenRowCount: tab.frozenRowCount },
      },
      ...(hasGrid ? { data: parsed.filter((range) => range.tab === tab).map(readGrid) } : {}),
    })),
    developerMetadata: spreadsheet.markers,
  }
}
