import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import { Problem } from '../problem.ts'
import { usualPatience } from './patience.ts'
import { problemBody } from './problem-reply.ts'

const { headersMilliseconds, requestMilliseconds } = usualPatience
const known: Readonly<Record<string, readonly [status: number, detail: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'The headers are larger than the 16 KiB that are taken.'],
  ERR_HTTP_REQUEST_TIMEOUT: [
    408,
    `The request came too slowly: its headers have ${headersMilliseconds / 1000} s, all of it ${requestMilliseconds / 1000} s.`,
  ],
}

/** Answers what is no HTTP request at all, where no route and no hook is reached, and closes the connection. */
export function answerBrokenHttp(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const [status, detail] = known[error.code ?? ''] ?? [400, 'This is no HTTP request that can be read.']
  const requestId = randomUUID()
  const body = JSON.stringify(problemBody(new Problem(status, detail), requestId))
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
      `X-Request-Id: ${requestId}\r\nConnection: close\r\n\r\n${body}`,
  )
}
