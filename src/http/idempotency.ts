import { createHmac, type Hmac } from 'node:crypto'
import { Readable, Transform, type TransformCallback } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { callbackify } from 'node:util'
import type { FastifyReply, FastifyRequest, onSendHookHandler, preHandlerHookHandler } from 'fastify'
import type { Clock } from '../clock.ts'
import type { Connection } from '../database/engine.ts'
import type { Replicas } from '../database/replicas.ts'
import { Problem } from '../problem.ts'
import type { Seal } from '../seal.ts'
import type { Secret } from '../secret.ts'
import { findAnswer, type KeptAnswer, keepAnswer } from './idempotency-store.ts'
import type { Server } from './route.ts'

interface IdempotencyDependencies {
  connection: Connection
  /** So that a request and its repetition do not run at once in two processes. */
  replicas: Pick<Replicas, 'claim'>
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
  /** Never fails. */
  release(): Promise<void>
}

interface Answer {
  body: string
  headers: Record<string, string>
}

const acceptableKey = /^[\x21-\x7e]{1,255}$/
const keptHeaders = ['content-type', 'location', 'cache-control', 'preference-applied', 'set-cookie']

/**
 * Honours `Idempotency-Key` on every POST (draft-ietf-httpapi-idempotency-key-header): the first answer is kept for a
 * week, unless it was a failure of ours or a wait, and given again to the same request; another request under the same
 * key is a 422, one that comes while the first is under way a 409.
 */
export function honourIdempotencyKeys(server: Server, dependencies: IdempotencyDependencies): void {
  const claims = new WeakMap<FastifyRequest, Claim>()
  const claim = createClaims(dependencies)
  const keep = createKeeper(dependencies)
  const before = async (key: unknown, request: FastifyRequest, reply: FastifyReply): Promise<boolean> => {
    const made = await claim(key, request, reply)
    if (made.kept) {
      await answerAgain(made.kept, made.claim, { request, reply, seal: dependencies.seal })
      return true
    }
    claims.set(request, made.claim)
    if (request.body instanceof Readable) request.body = hashedInPassing(request.body, made.claim.hash)
    else made.claim.hash.update(JSON.stringify(request.body ?? null))
    return false
  }
  const after = async (made: Claim, request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<void> => {
    claims.delete(request)
    if (reply.statusCode < 500 && reply.statusCode !== 429 && isReadWhole(request.body))
      await keep(made, reply, typeof payload === 'string' ? payload : '')
    // Before the answer leaves, so that its repetition finds the way free in every process.
    await made.release()
  }
  // Callbacks and not promises: almost no request has a key, and each promise would cost it a turn.
  const beforeHandler: preHandlerHookHandler = (request, reply, done) => {
    const key = request.headers['idempotency-key']
    if (key === undefined) return done()
    callbackify(before)(key, request, reply, (error, isAnswered) => {
      if (error || !isAnswered) done(error ?? undefined)
    })
  }
  const onSend: onSendHookHandler = (request, reply, payload, done) => {
    const made = claims.get(request)
    if (!made) return done(null, payload)
    callbackify(after)(made, request, reply, payload, (error) => {
      if (error) done(error)
      else done(null, payload)
    })
  }
  // Only where it may be needed: each hook costs every request of its route a turn.
  server.addHook('onRoute', (route) => {
    if (route.method !== 'POST') return
    route.preHandler = [beforeHandler, ...[route.preHandler ?? []].flat()]
    route.onSend = [...[route.onSend ?? []].flat(), onSend]
  })
}

function createClaims({ connection, replicas, hashKey }: IdempotencyDependencies) {
  return async (
    key: unknown,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<{ claim: Claim; kept?: KeptAnswer }> => {
    if (typeof key !== 'string' || !acceptableKey.test(key))
      throw new Problem(400, 'The Idempotency-Key must be 1 to 255 visible ASCII characters.')
    const caller = callerOf(request, hashKey)
    const claimed = await replicas.claim(`${caller} ${key}`)
    if (!claimed)
      throw new Problem(409, 'A request with this Idempotency-Key is under way.', { headers: { 'retry-after': '1' } })
    // Where no answer is sent, or it cannot be kept.
    reply.raw.once('close', () => {
      claimed.release().catch(() => undefined)
    })
    if (reply.raw.closed) await claimed.release()
    const hash = createHmac('sha256', hashKey.reveal()).update(`${request.url}\n`)
    const kept = await findAnswer(connection, caller, key)
    if (kept) await claimed.release()
    return { claim: { caller, key, hash, release: claimed.release }, ...(kept && { kept }) }
  }
}

/** Who owns a key. On public routes the credentials may stand in a header, and nobody else may get their answer again. */
function callerOf({ caller, headers }: FastifyRequest, hashKey: Secret): string {
  if (caller) return `account ${caller.username}`
  const { authorization, cookie } = headers
  if (authorization === undefined && cookie === undefined) return 'public'
  const credentials = JSON.stringify([authorization, cookie])
  return `public ${createHmac('sha256', hashKey.reveal()).update(credentials).digest('base64url')}`
}

interface Exchange {
  request: FastifyRequest
  reply: FastifyReply
  seal: Seal
}

async function answerAgain(
  kept: KeptAnswer,
  { hash }: Claim,
  { request, reply, seal }: Exchange,
): Promise<FastifyReply> {
  if (request.body instanceof Readable) for await (const bytes of request.body) hash.update(bytes as Buffer)
  else hash.update(JSON.stringify(request.body ?? null))
  if (hash.digest('base64url') !== kept.requestHash)
    throw new Problem(422, 'This Idempotency-Key was used for another request; a new request needs a new key.', {
      type: 'idempotency-key-reused',
    })
  const { body, headers } = JSON.parse(seal.open(kept.sealedAnswer)) as Answer
  return reply
    .code(kept.status)
    .headers({ ...headers, 'idempotent-replayed': 'true' })
    .send(Buffer.from(body))
}

function createKeeper({ connection, clock, seal }: IdempotencyDependencies) {
  return async ({ caller, key, hash }: Claim, reply: FastifyReply, body: string): Promise<void> => {
    const present = keptHeaders.filter((name) => reply.hasHeader(name))
    const answer: Answer = {
      body,
      headers: Object.fromEntries(present.map((name) => [name, String(reply.getHeader(name))])),
    }
    const kept = {
      requestHash: hash.digest('base64url'),
      status: reply.statusCode,
      sealedAnswer: seal.seal(JSON.stringify(answer)),
    }
    await keepAnswer(connection, caller, key, kept, clock())
  }
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
