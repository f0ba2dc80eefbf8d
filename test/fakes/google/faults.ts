import type { ServerResponse } from 'node:http'
import { GoogleError } from './google-error.ts'
import type { FakeGoogle, Fault } from './types.ts'

/**
 * Lets a request suffer its fault.
 *
 * @param work applies the request and gives its answer
 * @returns what is left to be answered, or nothing where nobody answers
 */
export function suffer(
  google: FakeGoogle,
  fault: Fault | undefined,
  response: ServerResponse,
  work: () => object,
): (() => object) | undefined {
  switch (fault?.kind) {
    case undefined:
      return work
    case 'status':
      return () => {
        throw statusError(fault)
      }
    case 'apply-then-status':
      quietly(work)
      return () => {
        throw statusError(fault)
      }
    case 'expired-token':
      google.tokens.revokeAll()
      return work
    case 'truncated':
      truncate(response, quietly(work))
      return undefined
    case 'apply-then-hang':
      quietly(work)
      hang(google, fault, response)
      return undefined
    case 'hang':
      hang(google, fault, response)
      return undefined
    case 'apply-then-drop':
      quietly(work)
      break
    case 'late':
      google.options.defer(() => quietly(work), fault.milliseconds)
      break
    case 'drop':
      break
  }
  // As a peer that is gone: no end of a stream, but a reset.
  response.socket?.resetAndDestroy()
  return undefined
}

function hang({ options }: FakeGoogle, { milliseconds }: { milliseconds?: number }, response: ServerResponse): void {
  if (milliseconds !== undefined) options.defer(() => response.socket?.resetAndDestroy(), milliseconds)
}

/** Half of the answer comes, and then the connection breaks. */
function truncate(response: ServerResponse, answer: object | undefined): void {
  const body = Buffer.from(JSON.stringify(answer ?? {}))
  response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8', 'content-length': body.length })
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy())
}

function statusError({ status, message, retryAfterSeconds }: StatusFault): GoogleError {
  const headers: Record<string, string> =
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
  return new GoogleError(status, message ?? `Injected ${status}`, headers)
}

type StatusFault = Extract<Fault, { status: number }>

function quietly(work: () => object): object | undefined {
  try {
    return work()
  } catch {
    // Nobody is there to be told.
    return undefined
  }
}
