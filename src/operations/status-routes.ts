import type { Server } from '../http/route.ts'
import { type Static, Type } from '../json-schema.ts'
import type { JobStatus } from './jobs.ts'

const text = Type.Unsafe<string | null>({ type: ['string', 'null'] })
const StatusAnswer = Type.Object({
  jobs: Type.Array(
    Type.Object({
      name: Type.String(),
      description: Type.String(),
      lastRunAt: text,
      outcome: text,
      detail: text,
      nextRunAt: text,
    }),
  ),
})

export type JobJson = Static<typeof StatusAnswer>['jobs'][number]

/** `GET /status`: every background job with its last run, its outcome and its next run. */
export function statusRoutes(server: Server, { jobs }: { jobs: () => Promise<JobStatus[]> }): void {
  const schema = { tags: ['operations'], summary: 'What runs in the background', response: { 200: StatusAnswer } }
  server.get('/status', { config: { access: 'admin' }, schema }, async () => ({
    jobs: (await jobs()).map(({ lastRunAt, nextRunAt, ...job }) => ({
      ...job,
      lastRunAt: instant(lastRunAt),
      nextRunAt: instant(nextRunAt),
    })),
  }))
}

function instant(milliseconds: number | null): string | null {
  return milliseconds === null || !Number.isFinite(milliseconds) ? null : new Date(milliseconds).toISOString()
}
