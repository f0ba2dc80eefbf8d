import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { StorageFullError, StorageUnavailableError } from '../database/engine.ts'
import { Problem, statusTitle } from '../problem.ts'

const retryWhenFullSeconds = '30'
// Class 08 and the shutdown states of https://www.postgresql.org/docs/current/errcodes-appendix.html, and Node.js' own.
const databaseGone = /^(08|57P0)|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND)$/

/** A request that failed here, and not through what was asked. */
export interface RequestFailure {
  error: unknown
  status: number
  requestId: string
  method: string
  /** The pattern and not the address. */
  route: string | undefined
}

/**
 * Answers a thrown error as RFC 9457 problem details; what the caller may not know goes to the log, and to `onFailure`,
 * only.
 */
export function replyWithProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  onFailure?: (failure: RequestFailure) => void,
): FastifyReply {
  const problem = isBrokenOff(error, request) ? brokenOff() : toProblem(error)
  if (problem.status >= 500) {
    const { id: requestId, method, routeOptions } = request
    request.log.error({ requestId, err: error }, 'request failed')
    onFailure?.({ error, status: problem.status, requestId, method, route: routeOptions.url })
  }
  return reply
    .code(problem.status)
    .headers(problem.headers)
    .type('application/problem+json')
    .send(problemBody(problem, request.id))
}

/** The members of RFC 9457, with the request's id and the places in the input. */
export function problemBody(problem: Problem, requestId: string): Record<string, unknown> {
  return {
    type: problem.type === undefined ? 'about:blank' : `urn:meterbridge:problem:${problem.type}`,
    title: statusTitle(problem.status),
    status: problem.status,
    detail: problem.message,
    requestId,
    ...(problem.errors && { errors: problem.errors }),
  }
}

// The client went away while it was sending: nobody is there to read the answer, and nothing here failed.
function isBrokenOff(error: unknown, request: FastifyRequest): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNRESET' && !request.raw.complete
}

function brokenOff(): Problem {
  return new Problem(400, 'The request broke off before its end.')
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof StorageFullError)
    return new Problem(507, 'The disk is full. Nothing was stored; readings can still be read.', {
      type: 'storage-full',
      headers: { 'retry-after': retryWhenFullSeconds },
    })
  if (error instanceof StorageUnavailableError)
    return new Problem(
      503,
      'The ledger cannot be written at the moment: its disk takes no writes, or is busy. What is there can still be read.',
      {
        type: 'storage-unavailable',
        headers: { 'retry-after': retryWhenFullSeconds },
      },
    )
  if (isDatabaseGone(error))
    return new Problem(503, 'The database cannot be reached; please try again.', {
      type: 'database-unavailable',
      headers: { 'retry-after': '5' },
    })
  if (isFastifyError(error)) return fromFastify(error)
  if (isUnstorableText(error))
    return new Problem(400, 'A text holds the character NUL, which cannot be stored.', { type: 'invalid-input' })
  return new Problem(500, 'Something went wrong here. The log holds the details under this request id.')
}

function isDatabaseGone(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (
    /Connection terminated|encountered a connection error|timeout exceeded when trying to connect/.test(error.message)
  )
    return true
  return 'code' in error && typeof error.code === 'string' && databaseGone.test(error.code)
}

// PostgreSQL's character_not_in_repertoire and untranslatable_character.
function isUnstorableText(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '22021' || error.code === '22P05')
}

function isFastifyError(error: unknown): error is FastifyError {
  return (
    error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500
  )
}

function fromFastify(error: FastifyError): Problem {
  if (error.statusCode === 413) return new Problem(413, 'The body is larger than this call takes.')
  if (error.statusCode === 415)
    return new Problem(415, 'This call does not take that content type; see /docs for the ones it takes.')
  if (error.code === 'FST_ERR_CTP_EMPTY_JSON_BODY')
    return new Problem(400, 'The body is empty, but JSON was announced.')
  return new Problem(error.statusCode ?? 400, error.message)
}
