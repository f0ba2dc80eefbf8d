import { Readable } from 'node:stream'
import { readCursor, writeCursor } from '../../http/cursor.ts'
import type { Server } from '../../http/route.ts'
import { type Static, Type } from '../../json-schema.ts'
import { Problem } from '../../problem.ts'
import type { Audit } from './audit.ts'
import { auditFormats, auditJson, exportAudit } from './audit-export.ts'
import type { AuditQuery } from './audit-store.ts'

const largestPage = 1000
const defaultPage = 100
const textOrNull = Type.Union([Type.String(), Type.Null()])
const rangeFields = {
  from: Type.Optional(Type.String({ maxLength: 64 })),
  to: Type.Optional(Type.String({ maxLength: 64, description: 'Not included' })),
  account: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
}
const ExportQuery = Type.Object(
  { ...rangeFields, format: Type.Enum([...auditFormats]) },
  { additionalProperties: false },
)
const ListQuery = Type.Object(
  {
    ...rangeFields,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: largestPage })),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false },
)
const ListAnswer = Type.Object({
  entries: Type.Array(
    Type.Object({
      id: Type.String(),
      at: Type.String(),
      account: textOrNull,
      action: Type.String({ description: 'The method and the route' }),
      target: Type.Union([Type.String(), Type.Null()], { description: 'What the route’s parameters named' }),
      status: Type.Integer({ description: 'Of the answer' }),
      address: Type.String(),
      requestId: Type.String(),
      note: textOrNull,
      count: Type.Integer({ description: 'More than 1 where many alike came within a second' }),
    }),
  ),
  nextCursor: textOrNull,
})

export type AuditPageJson = Static<typeof ListAnswer>
export type AuditEntryJson = AuditPageJson['entries'][number]

/** `GET /audit` and `GET /audit/export`. */
export function addAuditListRoutes(server: Server, audit: Audit): void {
  listRoute(server, audit)
  exportRoute(server, audit)
}

function listRoute(server: Server, audit: Audit): void {
  const schema = {
    tags: ['operations'],
    summary: 'Who did what, when, from where; newest first',
    querystring: ListQuery,
    response: { 200: ListAnswer },
  }
  server.get('/audit', { config: { access: 'admin' }, schema }, async (request) => {
    const { limit = defaultPage, cursor } = request.query
    const found = await audit.list({ ...rangeOf(request.query), limit: limit + 1, before: readCursor(cursor) })
    const page = found.slice(0, limit)
    const last = found.length > limit ? page.at(-1) : undefined
    return { entries: page.map(auditJson), nextCursor: last ? writeCursor(last) : null }
  })
}

function exportRoute(server: Server, audit: Audit): void {
  const schema = {
    tags: ['operations'],
    summary: 'The whole audit of a range as a file, newest first',
    querystring: ExportQuery,
    response: { 200: Type.Unsafe<Readable>({ description: 'As text/csv or application/x-ndjson' }) },
  }
  server.get('/audit/export', { config: { access: 'admin' }, schema }, async (request, reply) => {
    const { format } = request.query
    const name = `audit.${format}`
    return reply
      .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson')
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'no-store')
      .send(Readable.from(exportAudit(audit, rangeOf(request.query), format)))
  })
}

interface RangeQuery {
  from?: string
  to?: string
  account?: string
}

function rangeOf({ from, to, account }: RangeQuery): Pick<AuditQuery, 'from' | 'to' | 'account'> {
  return { from: instant(from, '/from'), to: instant(to, '/to'), account }
}

function instant(text: string | undefined, path: string): number | undefined {
  if (text === undefined) return undefined
  try {
    return Temporal.Instant.from(text).epochMilliseconds
  } catch {
    const message = 'must be an instant with an offset, like 2026-01-31T18:00:00Z'
    throw new Problem(400, `${path.slice(1)} ${message}.`, { type: 'invalid-input', errors: [{ path, message }] })
  }
}
