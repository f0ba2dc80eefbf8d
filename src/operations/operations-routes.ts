import type { Clock } from '../clock.ts'
import type { Server } from '../http/route.ts'
import { type Static, Type } from '../json-schema.ts'
import { Problem } from '../problem.ts'
import type { Health } from './health.ts'

interface OperationsDependencies {
  clock: Clock
  version: string
  health(): Promise<Health>
  /** Whether this process is about to stop: nobody new should be sent to it. */
  isLeaving(): boolean
}

const Used = Type.Object({ used: Type.Integer(), limit: Type.Integer() })
const Check = Type.Object({ state: Type.String(), detail: Type.String() })
const HealthAnswer = Type.Object({
  status: Type.String(),
  timestamp: Type.String(),
  uptime: Type.Number({ description: 'Seconds since the start' }),
  version: Type.String(),
  checks: Type.Object({
    ledger: Check,
    sheet: Type.Object({
      state: Type.String(),
      detail: Type.String(),
      problems: Type.Array(Type.Object({ row: Type.Integer(), message: Type.String() })),
      requests: Type.Optional(
        Type.Object({ read: Used, write: Used }, { description: 'Requests to Google in the last minute' }),
      ),
      rowsWaiting: Type.Optional(
        Type.Integer({ description: 'Rows that wait for the sheet, counted up to 100,000 of a site' }),
      ),
      oldestWaitingSeconds: Type.Optional(Type.Integer()),
      pollEverySeconds: Type.Optional(Type.Integer({ description: 'How often each sheet is looked at' })),
    }),
    utility: Type.Object({
      state: Type.String(),
      detail: Type.String(),
      needsAttention: Type.Optional(Type.Integer({ description: 'Submissions that wait for a person' })),
      stopped: Type.Optional(
        Type.Array(Type.String(), { description: 'Connectors that do nothing until a person acts' }),
      ),
    }),
  }),
})

export type HealthJson = Static<typeof HealthAnswer>

/** `/health`, and `/health/live` and `/health/ready` for platforms. */
export function operationsRoutes(server: Server, { clock, version, health, isLeaving }: OperationsDependencies): void {
  const startedAt = clock()
  const tags = ['operations']
  server.get(
    '/health',
    {
      config: { access: 'public' },
      schema: { tags, summary: 'How the service is', response: { 200: HealthAnswer, 503: HealthAnswer } },
      // Often the first answer, which would wait for the serialisers to be loaded.
      serializerCompiler: () => JSON.stringify,
    },
    async (_request, reply) => {
      const now = clock()
      const { status, checks } = await health()
      return reply
        .code(status === 'unhealthy' ? 503 : 200)
        .header('cache-control', 'no-store')
        .send({
          status,
          timestamp: new Date(now).toISOString(),
          uptime: Math.round((now - startedAt) / 1000),
          version,
          checks,
        })
    },
  )
  const schema = { tags, response: { 200: Type.Object({ status: Type.String() }) } }
  server.get('/health/live', { config: { access: 'public' }, schema }, async () => ({ status: 'live' }))
  server.get('/health/ready', { config: { access: 'public' }, schema }, async () => {
    if (isLeaving()) throw new Problem(503, 'This process is about to stop.')
    const { status, checks } = await health()
    if (status === 'unhealthy') throw new Problem(503, checks.ledger.detail)
    return { status: 'ready' }
  })
}
