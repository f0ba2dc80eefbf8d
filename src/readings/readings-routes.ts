import { Readable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Server } from '../http/route.ts'
import { type Static, Type } from '../json-schema.ts'
import { Problem } from '../problem.ts'
import { fromThousandths, type Reading } from './reading.ts'
import { csvHeader, csvLine } from './reading-csv.ts'
import { CurrentAnswer, ReadingSchema, readingJson, SiteName, SiteQuery } from './reading-schemas.ts'
import type { ReadingStream } from './reading-stream.ts'
import type { CurrentReading, Readings } from './readings.ts'
import type { Cursor, Selection } from './readings-store.ts'
import { streamRoute } from './stream-routes.ts'
import { formatTimestamp, parseTimestamp } from './timestamp.ts'

interface ReadingsRoutesDependencies {
  readings: Readings
  stream: ReadingStream
}

const rowsPerExportPage = 1000

const selectionFields = {
  site: Type.Optional(SiteName),
  from: Type.Optional(Type.String({ maxLength: 64 })),
  to: Type.Optional(Type.String({ maxLength: 64 })),
  source: Type.Optional(Type.String({ maxLength: 64 })),
}
const ListQuery = Type.Object(
  {
    ...selectionFields,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false },
)
const ExportQuery = Type.Object(
  { ...selectionFields, format: Type.Enum(['csv', 'ndjson', 'json']) },
  { additionalProperties: false },
)
const NotModified = Type.Null({ description: 'Nothing has changed since the given ETag' })
const ListAnswer = Type.Object({
  readings: Type.Array(ReadingSchema),
  nextCursor: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
})

/** Asking for readings: `/readings`. */
export function readingsRoutes(server: Server, dependencies: ReadingsRoutesDependencies): void {
  currentRoute(server, dependencies)
  listRoute(server, dependencies)
  exportRoute(server, dependencies)
  streamRoute(server, dependencies)
}

function currentRoute(server: Server, { readings }: ReadingsRoutesDependencies): void {
  const schema = {
    tags: ['readings'],
    summary: 'The newest reading of a site',
    querystring: SiteQuery,
    response: { 200: CurrentAnswer, 304: NotModified },
  }
  server.get('/readings/current', { config: { access: 'readings:read' }, schema }, async (request, reply) => {
    const { site } = await readings.site(request.query.site ?? 'home')
    const current = await readings.current(site)
    if (!current) throw new Problem(404, `The site ${site} has no reading yet.`, { type: 'no-reading' })
    const { tag, body } = answerOf(current)
    reply.header('etag', tag).header('cache-control', 'private, no-cache')
    if (matches(request.headers['if-none-match'], tag)) return reply.code(304).send(null)
    return reply
      .type('application/json; charset=utf-8')
      .serializer(asItIs)
      .send(body as never)
  })
}

const answers = new WeakMap<CurrentReading, { tag: string; body: string }>()
const asItIs = (body: unknown): string => body as string

// All who asked at the same time share one look-up, so its answer is written once.
function answerOf(current: CurrentReading): { tag: string; body: string } {
  const known = answers.get(current)
  if (known) return known
  const { newest, inverter, meter } = current
  const values = { ...latest('inverterKwh', inverter, 'inverter'), ...latest('meterValue', meter, 'meter') }
  const body = JSON.stringify({ site: newest.site, reading: readingJson(newest), latest: values })
  const answer = { tag: entityTag(current), body }
  answers.set(current, answer)
  return answer
}

function latest(field: 'inverterKwh' | 'meterValue', reading: Reading | undefined, counter: 'inverter' | 'meter') {
  const value = reading && fromThousandths(reading[counter])
  if (value == null || !reading) return {}
  return { [field]: { value, timestamp: formatTimestamp(reading.timestamp), source: reading.source } }
}

function entityTag({ newest, inverter, meter }: CurrentReading): string {
  const marks = [newest, inverter, meter].map(
    (reading) => reading && `${reading.id}.${reading.revision}.${reading.sheetRevision}.${reading.sheetRow}`,
  )
  return `"${[...new Set(marks)].join('-')}"`
}

// The weak comparison of RFC 9110, section 13.1.2.
function matches(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false
  return header.split(',').some((given) => given.trim() === '*' || given.trim().replace(/^W\//, '') === tag)
}

async function selectionOf(readings: Readings, query: Static<typeof ListQuery>): Promise<Selection> {
  const { site, timeZone } = await readings.site(query.site ?? 'home')
  return {
    site,
    from: instantOf('from', query.from, timeZone),
    to: instantOf('to', query.to, timeZone),
    source: query.source,
  }
}

function instantOf(name: string, text: string | undefined, timeZone: string): number | undefined {
  if (text === undefined) return undefined
  const instant = parseTimestamp(text, timeZone)
  if (typeof instant === 'number') return instant
  const errors = [{ path: `/${name}`, message: instant.message }]
  throw new Problem(400, `${name} ${instant.message}.`, { type: 'invalid-input', errors })
}

function listRoute(server: Server, { readings }: ReadingsRoutesDependencies): void {
  const schema = {
    tags: ['readings'],
    summary: 'Readings, newest first',
    querystring: ListQuery,
    response: { 200: ListAnswer },
  }
  server.get('/readings', { config: { access: 'readings:read' }, schema }, async (request) => {
    const { limit = 100, cursor } = request.query
    const selection = await selectionOf(readings, request.query)
    const page = await readings.page(selection, {
      cursor: cursor === undefined ? undefined : readCursor(cursor),
      limit: limit + 1,
      order: 'desc',
    })
    const shown = page.slice(0, limit)
    const last = shown.at(-1)
    return { readings: shown.map(readingJson), nextCursor: page.length > limit && last ? writeCursor(last) : null }
  })
}

function writeCursor({ timestamp, id }: Cursor): string {
  return Buffer.from(`${timestamp} ${id}`).toString('base64url')
}

function readCursor(text: string): Cursor {
  const match = /^(-?\d{1,16}) ([\da-f-]{36})$/.exec(Buffer.from(text, 'base64url').toString())
  if (match?.[1] && match[2]) return { timestamp: Number(match[1]), id: match[2] }
  const errors = [{ path: '/cursor', message: 'must be the nextCursor of the page before' }]
  throw new Problem(400, 'The cursor is none of ours.', { type: 'invalid-input', errors })
}

const formats = {
  csv: {
    type: 'text/csv; charset=utf-8',
    head: `${csvHeader.join(',')}\r\n`,
    line: (reading: Reading) => `${csvLine(reading)}\r\n`,
    between: '',
    tail: '',
  },
  ndjson: {
    type: 'application/x-ndjson',
    head: '',
    line: (reading: Reading) => `${JSON.stringify(readingJson(reading))}\n`,
    between: '',
    tail: '',
  },
  json: {
    type: 'application/json; charset=utf-8',
    head: '{"records":[',
    line: (reading: Reading) => JSON.stringify(readingJson(reading)),
    between: ',',
    tail: ']}',
  },
}

function exportRoute(server: Server, { readings }: ReadingsRoutesDependencies): void {
  const schema = {
    tags: ['readings'],
    summary: 'All readings of a range, oldest first, as a stream',
    querystring: ExportQuery,
  }
  server.get('/readings/export', { config: { access: 'readings:read' }, schema }, async (request, reply) => {
    const { format } = request.query
    const selection = await selectionOf(readings, request.query)
    reply
      .type(formats[format].type)
      .header('content-disposition', `attachment; filename="readings-${selection.site}.${format}"`)
    return reply.send(Readable.from(exported(readings, selection, formats[format])))
  })
}

async function* exported(
  readings: Readings,
  selection: Selection,
  format: (typeof formats)['csv'],
): AsyncGenerator<string> {
  yield format.head
  let cursor: Cursor | undefined
  for (;;) {
    const page = await readings.page(selection, { cursor, limit: rowsPerExportPage, order: 'asc' })
    if (page.length > 0) yield (cursor ? format.between : '') + page.map(format.line).join(format.between)
    cursor = page.at(-1)
    if (page.length < rowsPerExportPage) break
    // Others get their turn between two pages, also where the engine works on this thread.
    await nextTurn()
  }
  yield format.tail
}
