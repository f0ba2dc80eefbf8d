import { Readable } from 'node:stream'
import type { Server } from '../http/route.ts'
import { type Static, Type } from '../json-schema.ts'
import { Problem } from '../problem.ts'
import { contentTypeOf, exportFormats, exportReadings } from './export.ts'
import { queryRange } from './query-instant.ts'
import { fromThousandths, type Reading } from './reading.ts'
import { CurrentAnswer, ListedReading, readingJson, SiteName, SiteQuery } from './reading-schemas.ts'
import type { CurrentReading, Readings, ReadingsFor } from './readings.ts'
import type { Cursor, Selection } from './readings-list-store.ts'
import type { ReadingStream } from './stream/reading-stream.ts'
import { streamRoute } from './stream/stream-routes.ts'
import { formatTimestamp } from './timestamp.ts'

interface ReadingsRoutesDependencies {
  readingsFor: ReadingsFor
  stream: ReadingStream
}

const selectionFields = {
  site: Type.Optional(SiteName),
  from: Type.Optional(Type.String({ maxLength: 64 })),
  to: Type.Optional(Type.String({ maxLength: 64 })),
  source: Type.Optional(Type.String({ maxLength: 64 })),
  doubtful: Type.Optional(Type.Boolean({ description: 'Only readings with warnings, or only those without' })),
  sheet: Type.Optional(Type.Enum(['pending', 'written'], { description: 'By their state in the sheet' })),
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
  { ...selectionFields, format: Type.Enum([...exportFormats]) },
  { additionalProperties: false },
)
const NotModified = Type.Null({ description: 'Nothing has changed since the given ETag' })
const ListAnswer = Type.Object({
  readings: Type.Array(ListedReading),
  nextCursor: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
})

/** Asking for readings: `/readings`. */
export function readingsRoutes(server: Server, dependencies: ReadingsRoutesDependencies): void {
  currentRoute(server, dependencies)
  listRoute(server, dependencies)
  exportRoute(server, dependencies)
  streamRoute(server, dependencies)
}

function currentRoute(server: Server, { readingsFor }: ReadingsRoutesDependencies): void {
  const schema = {
    tags: ['readings'],
    summary: 'The newest reading of a site',
    querystring: SiteQuery,
    response: { 200: CurrentAnswer, 304: NotModified },
  }
  server.get('/readings/current', { config: { access: 'readings:read' }, schema }, async (request, reply) => {
    const readings = readingsFor(request.caller)
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
  const { from, to } = queryRange(query, timeZone)
  return {
    site,
    from,
    to,
    source: query.source,
    isDoubtful: query.doubtful,
    sheet: query.sheet,
  }
}

function listRoute(server: Server, { readingsFor }: ReadingsRoutesDependencies): void {
  const schema = {
    tags: ['readings'],
    summary: 'Readings, newest first',
    querystring: ListQuery,
    response: { 200: ListAnswer },
  }
  server.get('/readings', { config: { access: 'readings:read' }, schema }, async (request) => {
    const { limit = 100, cursor } = request.query
    const readings = readingsFor(request.caller)
    const selection = await selectionOf(readings, request.query)
    const page = await readings.page(selection, {
      cursor: cursor === undefined ? undefined : readCursor(cursor),
      limit: limit + 1,
      order: 'desc',
    })
    const shown = page.slice(0, limit)
    const last = shown.at(-1)
    return { readings: shown.map(listed), nextCursor: page.length > limit && last ? writeCursor(last) : null }
  })
}

function listed(reading: Reading): Static<typeof ListedReading> {
  return { ...readingJson(reading), ...(reading.doubts.length > 0 && { warnings: [...reading.doubts] }) }
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

function exportRoute(server: Server, { readingsFor }: ReadingsRoutesDependencies): void {
  const schema = {
    tags: ['readings'],
    summary: 'All readings of a range, oldest first, as a stream',
    querystring: ExportQuery,
  }
  server.get('/readings/export', { config: { access: 'readings:read' }, schema }, async (request, reply) => {
    const { format } = request.query
    const readings = readingsFor(request.caller)
    const selection = await selectionOf(readings, request.query)
    reply
      .type(contentTypeOf(format))
      .header('content-disposition', `attachment; filename="readings-${selection.site}.${format}"`)
    return reply.send(Readable.from(exportReadings(readings, selection, format)))
  })
}
