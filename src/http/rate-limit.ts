import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify'
import type { Replicas } from '../database/replicas.ts'
import { Problem } from '../problem.ts'
import { networkOf } from './network.ts'
import type { Server } from './route.ts'

const windowMilliseconds = 60_000
/** Of so many accounts and networks at once; the oldest are forgotten first. */
const mostCounted = 20_000
/** What one process has counted is told to the others in pieces of this part of the limit. */
const toldShare = 0.05
const topic = 'requests'

/** Counts a request, and refuses it where it is one too many. @throws Problem 429 */
export type LimitRate = (request: FastifyRequest, reply: FastifyReply) => void

/**
 * Limits the requests of one account, or of one network where nobody is signed in, in a minute; 0 switches it off. The
 * headers are those of draft-ietf-httpapi-ratelimit-headers-05. Processes that share a database count together, each a
 * twentieth of the limit behind the others at most.
 */
export function limitRate(server: Server, perMinute: number, replicas: Replicas): LimitRate {
  if (perMinute === 0) return () => undefined
  const counts = createCounts(Math.max(1, Math.floor(perMinute * toldShare)), replicas)
  const limit: LimitRate = (request, reply) => {
    const { used, resetSeconds } = counts.add(keyOf(request), 1)
    reply.header('ratelimit-limit', perMinute)
    reply.header('ratelimit-remaining', Math.max(0, perMinute - used))
    reply.header('ratelimit-reset', resetSeconds)
    if (used <= perMinute) return
    const detail = `More than ${perMinute} requests in a minute; try again in ${resetSeconds} s.`
    throw new Problem(429, detail, { headers: { 'retry-after': String(resetSeconds) } })
  }
  const hook: onRequestHookHandler = (request, reply, done) => {
    limit(request, reply)
    done()
  }
  server.addHook('onRoute', (route) => {
    if (!isUnlimited(route.url)) route.onRequest = [...[route.onRequest ?? []].flat(), hook]
  })
  return limit
}

// A browser asks for dozens of the dashboard's files at once, and several may share an address; what is none of them is
// counted where it is answered that there is nothing.
function isUnlimited(path: string): boolean {
  return path.startsWith('/health') || path === '/*'
}

function keyOf({ caller, ip }: FastifyRequest): string {
  return caller ? `account ${caller.username}` : `network ${networkOf(ip)}`
}

interface Count {
  used: number
  /** What the other processes have not been told of. */
  untold: number
  beganAt: number
}

function createCounts(toldAt: number, replicas: Replicas) {
  const counts = new Map<string, Count>()
  const current = (key: string): Count => {
    const now = performance.now()
    const known = counts.get(key)
    if (known && now - known.beganAt < windowMilliseconds) return known
    const fresh = { used: 0, untold: 0, beganAt: now }
    counts.delete(key)
    counts.set(key, fresh)
    const [oldest] = counts.size > mostCounted ? counts.keys() : []
    if (oldest !== undefined) counts.delete(oldest)
    return fresh
  }
  replicas.hear(topic, (word) => {
    const [key, more] = word as [string, number]
    current(key).used += more
  })
  return {
    add: (key: string, more: number): { used: number; resetSeconds: number } => {
      const count = current(key)
      count.used += more
      count.untold += more
      if (count.untold >= toldAt) {
        replicas.tell(topic, [key, count.untold])
        count.untold = 0
      }
      const resetSeconds = Math.ceil((count.beganAt + windowMilliseconds - performance.now()) / 1000)
      return { used: count.used, resetSeconds }
    },
  }
}
