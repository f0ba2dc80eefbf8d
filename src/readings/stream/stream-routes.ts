import type { FastifyReply } from 'fastify'
import { knowsSite, type Server } from '../../http/route.ts'
import { SiteQuery } from '../reading-schemas.ts'
import type { ReadingsFor } from '../readings.ts'
import { createOpenStreams } from './open-streams.ts'
import type { Listener, ReadingStream } from './reading-stream.ts'

interface StreamDependencies {
  readingsFor: ReadingsFor
  stream: ReadingStream
}

const heartbeatMilliseconds = 20_000
/** A listener that reads so slowly that this much waits for it is cut off; it may come back. */
const mostWaitingBytes = 1024 * 1024

/** `GET /readings/stream`. */
export function streamRoute(server: Server, { readingsFor, stream }: StreamDependencies): void {
  const schema = {
    tags: ['readings'],
    summary: 'Server-sent events: reading, correction, sheet, submission',
    querystring: SiteQuery,
  }
  const streams = createOpenStreams()
  server.get('/readings/stream', { config: { access: 'readings:read' }, schema }, async (request, reply) => {
    const { site } = await readingsFor(request.caller).site(request.query.site ?? 'home')
    const mayHear = async (): Promise<boolean> => {
      const caller = await request.callerNow()
      return caller !== undefined && knowsSite(caller, site)
    }
    reply.raw.once('close', streams.open(request.caller.username))
    openStream(reply, { mayHear, subscribe: (listener) => stream.subscribe(site, listener) })
    return reply
  })
}

interface Hearing {
  /** Asked before every event: an account may be disabled or bound to other sites meanwhile. */
  mayHear(): Promise<boolean>
  subscribe(listener: Listener): () => void
}

function openStream(reply: FastifyReply, { mayHear, subscribe }: Hearing): void {
  const { raw } = reply.hijack()
  const headers = {
    ...reply.getHeaders(),
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  }
  raw.writeHead(200, headers as Record<string, string>)
  let sent = Promise.resolve()
  const deliver = async (text: string): Promise<void> => {
    if (!(await mayHear())) raw.end()
    else if (raw.writableLength > mostWaitingBytes) raw.destroy()
    else raw.write(text)
  }
  // One after the other, so that events keep their order while one of them waits to be allowed.
  const send = (text: string): void => {
    sent = sent.then(() => (raw.writable ? deliver(text) : undefined)).catch(() => void raw.destroy())
  }
  const unsubscribe = subscribe({ hear: send, end: () => raw.end() })
  const heartbeat = setInterval(() => send(': still here\n\n'), heartbeatMilliseconds)
  raw.on('close', () => {
    clearInterval(heartbeat)
    unsubscribe()
  })
  send('retry: 2000\n\n')
}
