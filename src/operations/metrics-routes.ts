import { createHash, timingSafeEqual } from 'node:crypto'
import type { Server } from '../http/route.ts'
import { Type } from '../json-schema.ts'
import { Problem } from '../problem.ts'
import type { Secret } from '../secret.ts'
import type { RenderMetrics } from './metrics.ts'
import type { Tally } from './tally.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** On the clock of `performance.now()`. */
    arrivedAt: number
  }
}

interface MetricsRoutesDependencies {
  tally: Tally
  render: RenderMetrics
  /** Whoever shows it may read; without one everybody may, but in production nobody. */
  token: Secret | undefined
  isProduction: boolean
}

const bearer = /^Bearer +(\S+)$/i

/** `GET /metrics`, and the counting of requests where somebody may read it. */
export function metricsRoutes(server: Server, { tally, render, token, isProduction }: MetricsRoutesDependencies): void {
  const isClosed = isProduction && token === undefined
  if (!isClosed) countRequests(server, tally)
  server.get(
    '/metrics',
    {
      config: { access: 'public' },
      schema: {
        tags: ['operations'],
        summary: 'Prometheus text, for those who show METRICS_TOKEN as bearer token',
        response: { 200: { description: 'Metrics', content: { 'text/plain': { schema: Type.String() } } } },
      },
    },
    async (request, reply) => {
      if (isClosed)
        throw new Problem(403, 'The metrics are closed in production until METRICS_TOKEN is set.', {
          type: 'metrics-closed',
        })
      if (token && !isSame(bearer.exec(request.headers.authorization ?? '')?.[1] ?? '', token.reveal()))
        throw new Problem(401, 'The metrics need METRICS_TOKEN: Authorization: Bearer …', {
          type: 'invalid-token',
          headers: { 'www-authenticate': 'Bearer realm="meterbridge metrics"' },
        })
      const { contentType, text } = await render()
      return reply.header('cache-control', 'no-store').type(contentType).send(text)
    },
  )
}

// Not when an answer has left: for that, Fastify would watch each connection, which costs a tenth of a short request.
function countRequests(server: Server, tally: Tally): void {
  server.decorateRequest('arrivedAt', 0)
  server.addHook('onRequest', (request, _reply, done) => {
    request.arrivedAt = performance.now()
    done()
  })
  server.addHook('onSend', (request, reply, payload, done) => {
    tally.countRequest({
      method: request.method,
      route: request.routeOptions.url ?? 'unmatched',
      status: reply.statusCode,
      milliseconds: performance.now() - request.arrivedAt,
    })
    done(null, payload)
  })
}

// Hashed, so that both are of one length.
function isSame(one: string, other: string): boolean {
  const [left, right] = [one, other].map((text) => createHash('sha256').update(text).digest())
  return left !== undefined && right !== undefined && timingSafeEqual(left, right)
}
