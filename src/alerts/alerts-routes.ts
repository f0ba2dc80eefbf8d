import { readCursor, writeCursor } from '../http/cursor.ts'
import type { Server } from '../http/route.ts'
import { type Static, Type } from '../json-schema.ts'
import type { Alert } from './alert.ts'
import type { Alerts } from './alerts.ts'

const defaultPage = 100
const largestPage = 1000

const ListQuery = Type.Object(
  {
    state: Type.Optional(Type.Enum(['open', 'past'])),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: largestPage })),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false },
)
const AlertSchema = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  site: Type.String(),
  subject: Type.String(),
  message: Type.String(),
  openedAt: Type.String(),
  closedAt: Type.Union([Type.String(), Type.Null()]),
})
const ListAnswer = Type.Object({
  alerts: Type.Array(AlertSchema),
  nextCursor: Type.Union([Type.String(), Type.Null()]),
})

export type AlertJson = Static<typeof AlertSchema>
export type AlertsPageJson = Static<typeof ListAnswer>

/** `GET /alerts`. */
export function alertsRoutes(server: Server, alerts: Alerts): void {
  const schema = {
    tags: ['operations'],
    summary: 'Open and past alerts, newest first',
    querystring: ListQuery,
    response: { 200: ListAnswer },
  }
  server.get('/alerts', { config: { access: 'admin' }, schema }, async (request) => {
    const { state, limit = defaultPage, cursor } = request.query
    const isOpen = state === undefined ? undefined : state === 'open'
    const found = await alerts.list({ isOpen, limit: limit + 1, before: readCursor(cursor) })
    const page = found.slice(0, limit)
    const last = found.length > limit ? page.at(-1) : undefined
    return { alerts: page.map(alertJson), nextCursor: last ? writeCursor({ at: last.openedAt, id: last.id }) : null }
  })
}

function alertJson({ openedAt, closedAt, ...alert }: Alert) {
  return {
    ...alert,
    openedAt: new Date(openedAt).toISOString(),
    closedAt: closedAt === null ? null : new Date(closedAt).toISOString(),
  }
}
