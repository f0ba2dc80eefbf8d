import { applyRequests } from './apply-requests.ts'
import { describeFile } from './drive-api.ts'
import { GoogleError } from './google-error.ts'
import type { FakeCell, FakeSpreadsheet } from './model.ts'
import { parseRange, readGrid, readValues } from './ranges.ts'
import { createRenderer } from './render.ts'
import type { FakeCall, FakeGoogle, FakeRequestKind } from './types.ts'

const googleTokenUrl = 'https://oauth2.googleapis.com/token'
const minute = 60_000

/** Answers a request as Google does, or throws Google's refusal. */
export function perform(google: FakeGoogle, call: FakeCall): object {
  const { kind, path, body, headers } = call
  if (kind === 'token') {
    google.requests.push({ kind, at: google.options.clock(), isOverQuota: false })
    return google.tokens.exchange(new URLSearchParams(body), [`${google.url}/token`, googleTokenUrl])
  }
  const account = google.tokens.check(headers.authorization, kind === 'drive' ? 'drive' : 'sheets')
  keepQuota(google, kind)
  google.beforeApply(call)
  if (kind === 'drive') return askDrive(google, call, account)
  const match = /^\/v4\/spreadsheets\/([^/:]+)(.*)$/.exec(path)
  const spreadsheet = google.spreadsheets.get(decodeURIComponent(match?.[1] ?? ''))
  if (!spreadsheet) throw new GoogleError(404, 'Requested entity was not found.')
  const mayRead = spreadsheet.sharedWith.has(account) || spreadsheet.readers.has(account)
  if (!mayRead || (kind === 'write' && !spreadsheet.sharedWith.has(account)))
    throw new GoogleError(403, 'The caller does not have permission')
  const action = decodeURIComponent(match?.[2] ?? '')
  if (kind === 'read') return read(spreadsheet, action, call.query)
  if (action === ':batchUpdate') return batchUpdate(google, spreadsheet, account, JSON.parse(body))
  throw new GoogleError(404, `Requested entity was not found: ${action}`)
}

function askDrive(google: FakeGoogle, { path, query }: FakeCall, account: string): object {
  const fileId = decodeURIComponent(/^\/drive\/v3\/files\/([^/]+)$/.exec(path)?.[1] ?? '')
  const file = google.spreadsheets.get(fileId)
  const isShared = file?.sharedWith.has(account) || file?.readers.has(account)
  return describeFile(isShared ? file : undefined, fileId, query.get('fields'))
}

function read(spreadsheet: FakeSpreadsheet, action: string, query: URLSearchParams): object {
  if (action === '') return describe(spreadsheet, query.getAll('ranges'), query.get('includeGridData') === 'true')
  const toValueRange = (range: string): object => valueRange(spreadsheet, range, createRenderer(spreadsheet, query))
  if (action === '/values:batchGet')
    return { spreadsheetId: spreadsheet.spreadsheetId, valueRanges: query.getAll('ranges').map(toValueRange) }
  const single = /^\/values\/(.+)$/.exec(action)
  if (single?.[1]) return toValueRange(single[1])
  throw new GoogleError(404, `Requested entity was not found: ${action}`)
}

function keepQuota(google: FakeGoogle, kind: FakeRequestKind): void {
  const now = google.options.clock()
  const recent = google.requests.filter(
    (request) => request.kind === kind && !request.isOverQuota && request.at > now - minute,
  )
  // Drive counts by itself, and allows far more.
  const isOverQuota = kind !== 'drive' && recent.length >= google.options.perMinute
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

function batchUpdate(google: FakeGoogle, spreadsheet: FakeSpreadsheet, account: string, body: BatchUpdateBody): object {
  for (const range of body.responseRanges ?? []) parseRange(spreadsheet, range)
  const replies = applyRequests(spreadsheet, body.requests, { ...google.options, account })
  const isWanted = body.includeSpreadsheetInResponse && google.options.returnsSpreadsheet
  return {
    spreadsheetId: spreadsheet.spreadsheetId,
    replies,
    ...(isWanted
      ? { updatedSpreadsheet: describe(spreadsheet, body.responseRanges ?? [], body.responseIncludeGridData) }
      : {}),
  }
}

function valueRange(
  spreadsheet: FakeSpreadsheet,
  range: string,
  render: (cell: FakeCell | undefined) => unknown,
): object {
  const values = readValues(parseRange(spreadsheet, range), render)
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
        ...(tab.isHidden ? { hidden: true } : {}),
        gridProperties: { rowCount: tab.rowCount, columnCount: tab.columnCount, frozenRowCount: tab.frozenRowCount },
      },
      developerMetadata: spreadsheet.markers.filter(({ location }) => location.sheetId === tab.sheetId),
      ...(hasGrid ? { data: parsed.filter((range) => range.tab === tab).map(readGrid) } : {}),
    })),
    developerMetadata: spreadsheet.markers.filter(({ location }) => location.sheetId === undefined),
  }
}
