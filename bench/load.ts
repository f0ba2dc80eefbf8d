import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { performance } from 'node:perf_hooks'
import { median, quantile } from './section.ts'

/** One request as it goes over the wire. */
export interface Request {
  method: 'GET' | 'POST' | 'PUT'
  path: string
  token: string
  body?: string
}

export interface LoadResult {
  answers: number
  perSecond: number
  p99Milliseconds: number
  /** Answers other than 2xx. */
  refused: number
}

/** One time of load. */
export interface Burst {
  /** Milliseconds of each answer. */
  latencies: number[]
  seconds: number
  /** Answers other than 2xx. */
  refused: number
}

export interface Answer {
  status: number
  body: string
}

export interface Connection {
  exchange(request: Request): Promise<Answer>
  close(): void
}

/**
 * Keeps `connections` kept-alive connections busy for some seconds, each with one request at a time. Written on bare
 * sockets, because on one core an HTTP client costs more than the servers that it measures.
 */
export async function load(
  port: number,
  options: { connections: number; seconds: number; next: () => Request },
): Promise<Burst> {
  const connections = await Promise.all(Array.from({ length: options.connections }, () => openConnection(port)))
  const latencies: number[] = []
  let refused = 0
  const begin = performance.now()
  const end = begin + options.seconds * 1000
  await Promise.all(
    connections.map(async (connection) => {
      for (let start = performance.now(); start < end; ) {
        const { status } = await connection.exchange(options.next())
        const now = performance.now()
        latencies.push(now - start)
        if (status < 200 || status > 299) refused += 1
        start = now
      }
      connection.close()
    }),
  )
  return { latencies, seconds: (performance.now() - begin) / 1000, refused }
}

/** @param bursts one or more; the rate is the median of theirs */
export function summarize(bursts: readonly Burst[]): LoadResult {
  const latencies = bursts.flatMap((burst) => burst.latencies)
  return {
    answers: latencies.length,
    perSecond: median(bursts.map((burst) => burst.latencies.length / burst.seconds)),
    p99Milliseconds: quantile(latencies, 0.99),
    refused: bursts.reduce((sum, { refused }) => sum + refused, 0),
  }
}

/** Sends one request on a connection of its own. */
export async function send(port: number, request: Request): Promise<Answer> {
  const connection = await openConnection(port)
  try {
    return await connection.exchange(request)
  } finally {
    connection.close()
  }
}

export async function openConnection(port: number): Promise<Connection> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  const read = createAnswerReader(socket)
  return {
    exchange: (request) => {
      const answer = read()
      socket.write(wireFormat(request))
      return answer
    },
    close: () => socket.destroy(),
  }
}

function wireFormat({ method, path, token, body }: Request): string {
  const head = `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n`
  if (body === undefined) return `${head}\r\n`
  return `${head}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

function createAnswerReader(socket: Socket): () => Promise<Answer> {
  let waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined
  let received = ''
  const fail = (error: Error): void => waiting?.reject(error)
  socket.setEncoding('latin1')
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('the server closed the connection')))
  socket.on('data', (chunk: string) => {
    received = received === '' ? chunk : received + chunk
    const answer = parseAnswer(received)
    if (!answer) return
    received = ''
    waiting?.resolve(answer)
  })
  return () =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject }
    })
}

/** Only what the measured servers send: HTTP/1.1 with a Content-Length. */
function parseAnswer(text: string): Answer | undefined {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd === -1) return undefined
  const head = text.slice(0, headEnd)
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length === undefined) throw new Error(`no Content-Length in: ${head}`)
  const bodyStart = headEnd + 4
  if (text.length < bodyStart + Number(length)) return undefined
  return { status: Number(head.slice(9, 12)), body: text.slice(bodyStart) }
}
