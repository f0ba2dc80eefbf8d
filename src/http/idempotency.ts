import { type Hmac, createHmac } from 'node:crypto'
import { Readable, Transform, type TransformCallback } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../clock.ts'
import type { Connection } from '../database/engine.ts'
import { Problem } from '../problem.ts'
import type { Seal } from '../seal.ts'
import type { Secret } from '../secret.ts'
import { type KeptAnswer, findAnswer, forgetAnswersBefore, keepAnswer } from './idempotency-store.ts'
import type { Server } from './route.ts'

interface IdempotencyDependencies {
  connection: Connection
  clock: Clock
  /** Answers may hold tokens, so they rest sealed. */
  seal: Seal
  /** Keys the hash of a request, since a body may hold a password. */
  hashKey: Secret
}

interface Claim {
  caller: string
  key: string
  hash: Hmac
}

interface Answer {
  body: string
  headers: Record<string, string>
}

const acceptableKey = /^[\x21-\x7e]{1,255}$/
const keptForMilliseconds = 7 * 24 * 3600_000
const cleanedEveryMilliseconds = 3600_000
const keptHeaders = ['content-type', 'location', 'cache-control', 'preference-applied']

/**
 * Honours `Idempotency-Key` on every POST (draft-ietf-httpapi-idempotency-key-header): the first answer is kept for a
 * week, unless it was a failure of ours or a wait, and given again to the same request; another request under the same
 * key is a 422, one that comes while the first is under way a 409.
 */
export function honourIdempotencyKeys(server: Server, { connection, clock, seal, hashKey }: IdempotencyDependencies): void {
  const underWay = new Set<string>()
  const claims = new WeakMap<FastifyRequest, Claim>()
  let cleanedAt = 0

  server.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key']
    if (request.method !== 'POST' || key === undefined) return
    if (typeof key !== 'string' || !acceptableKey.test(key))
      throw new Problem(400, 'The Idempotency-Key must be 1 to 255 visible ASCII characters.')
    const caller = request.caller?.username ? `account ${request.caller.username}` : 'public'
    const claim = { caller, key, hash: createHmac('sha256', hashKey.reveal()).update(`${request.url}\n`) }
    const kept = await findAnswer(connection, caller, key)
    if (kept) return await answerAgain(kept, claim, request, reply)
    const name = `${caller} ${key}`
    if (underWay.has(name)) throw new Problem(409, 'A request with this Idempotency-Key is under way.', { headers: { 'retry-after': '1' } })
    underWay.add(name)
    reply.raw.once('close', () => underWay.delete(name))
    claims.set(request, claim)
    if (request.body instanceof Readable) request.body = hashedInPassing(request.body, claim.hash)
    else claim.hash.update(JSON.stringify(request.body ?? null))
  })

  const answerAgain = async (kept: KeptAnswer, claim: Claim, request: FastifyRequest, reply: FastifyReply) => {
    if (request.body instanceof Readable) for await (const bytes of request.body) claim.hash.update(bytes as Buffer)
    else claim.hash.update(JSON.stringify(request.body ?? null))
    if (claim.hash.digest('base64url') !== kept.requestHash)
      throw new Problem(422, 'This Idempotency-Key was used for another request; a new request needs a new key.', { type: 'idempotency-key-reused' })
    const { body, headers } = JSON.parse(seal.open(kept.sealedAnswer)) as Answer
    return reply.code(kept.status).headers({ ...headers, 'idempotent-replayed': 'true' }).send(Buffer.from(body))
  }

  server.addHook('onSend', async (request, reply, payload) => {
    const claim = claims.get(request)
    if (!claim || reply.statusCode >= 500 || reply.statusCode === 429 || !isReadWhole(request.body)) return payload
    const headers = Object.fromEntries(keptHeaders.flatMap((name) => (reply.hasHeader(name) ? [[name, String(reply.getHeader(name))]] : [])))
    const answer: Answer = { body: typeof payload === 'string' ? payload : '', headers }
    const kept = { requestHash: claim.hash.digest('base64url'), status: reply.statusCode, sealedAnswer: seal.seal(JSON.stringify(answer)) }
    claims.delete(request)
    await keepAnswer(connection, claim.caller, claim.key, kept, clock())
    if (clock() - cleanedAt > cleanedEveryMilliseconds) {
      cleanedAt = clock()
      await forgetAnswersBefore(connection, cleanedAt - keptForMilliseconds)
    }
    return payload
  })
}

// A body that was refused half-way has no hash that a repetition could be compared with.
function isReadWhole(body: unknown): boolean {
  return !(body instanceof Readable) || body.readableEnded
}

function hashedInPassing(body: Readable, hash: Hmac): Readable {
  const passing = new Transform({
    transform(bytes: Buffer, _encoding, done: TransformCallback) {
      hash.update(bytes)
      done(null, bytes)
    },
  })
  pipeline(body, passing).catch((error: unknown) => passing.destroy(error as Error))
  return passing
}
