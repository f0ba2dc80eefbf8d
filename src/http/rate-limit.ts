import { Problem } from '../problem.ts'
import { networkOf } from './network.ts'
import type { Server } from './route.ts'

/** Limits the requests of one account, or of one address where nobody is signed in; 0 switches it off. */
export async function limitRate(server: Server, perMinute: number): Promise<void> {
  if (perMinute === 0) return
  const { default: rateLimit } = await import('@fastify/rate-limit')
  await server.register(rateLimit, {
    max: perMinute,
    timeWindow: '1 minute',
    hook: 'onRequest',
    enableDraftSpec: true,
    allowList: (request) => request.url.startsWith('/health'),
    keyGenerator: (request) =>
      request.caller ? `account ${request.caller.username}` : `network ${networkOf(request.ip)}`,
    errorResponseBuilder: (_request, context) =>
      new Problem(429, `More than ${perMinute} requests in a minute; try again in ${context.after}.`),
  })
}
