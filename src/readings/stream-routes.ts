import type { FastifyReply } from 'fastify'
import { knowsSite, type Server } from '../http/route.ts'
import { SiteQuery } from './reading-schemas.ts'
import type { Listener, ReadingStream } from './reading-stream.ts'
import type { ReadingsFor } from './readings.ts'

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
  server.get('/readings/stream', { config: { access: 'readings:read' }, schema }, async (request, reply) => {
    const { site } = await readingsFor(request.caller).site(request.query.site ?? 'home')
    const mayHear = async (): Promise<boolean> => {
      const caller = await request.callerNow()
      return caller !== undefined && knowsSite(caller, site)
    }
    openStream(reply, { mayHear, subscribe: (listener) => stream.subscribe(site, listener) })
    return reply
  })
}

interface Hearing {
  /** Asked at every heartbeat: an account may be disabled or bound to other sites meanwhile. */
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
  const send = (text: string): void => {
    if (raw.writableLength > mostWaitingBytes) raw.destroy()
    else raw.write(text)
  }
  const unsubscribe = subscribe({ hear: send, end: () => raw.end() })
  const beat = async (): Promise<void> => {
    if (await mayHear()) send(': still here\n\n')
    else raw.end()
  }
  const heartbeat = setInterval(() => {
    beat().catch(() => raw.destroy())
  }, heartbeatMilliseconds)
  raw.on('close', () => {
    clearInterval(heartbeat)
    unsubscribe()
  })
  send('retry: 2000\n\n')
}
