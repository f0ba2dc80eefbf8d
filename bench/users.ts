import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, type Connection, openConnection, type Request } from './load.ts'
import { createRecords } from './records.ts'

const kinds = ['current', 'list', 'record', 'bulk', 'push'] as const
export type Kind = (typeof kinds)[number]

/** Out of a hundred requests. */
export const mix: Readonly<Record<Kind, number>> = { current: 50, list: 15, record: 25, bulk: 5, push: 5 }

const bulkRows = 100
const thinkMilliseconds = 100

/** Milliseconds of each answered request. */
export type Latencies = Record<Kind, number[]>

/**
 * Lets some users work for a time: each sends a request, waits for its answer, and thinks for 100 ms on average.
 *
 * @throws Error at any answer but 2xx
 */
export async function letUsersWork(
  port: number,
  { token, users, seconds }: { token: string; users: number; seconds: number },
): Promise<Latencies> {
  const latencies: Latencies = { current: [], list: [], record: [], bulk: [], push: [] }
  const nextRequest = createRequests(token)
  const end = performance.now() + seconds * 1000
  await Promise.all(
    Array.from({ length: users }, async () => {
      const connection = await openConnection(port)
      while (performance.now() < end) {
        const { kind, milliseconds } = await exchange(connection, nextRequest)
        latencies[kind].push(milliseconds)
        await sleep(Math.random() * 2 * thinkMilliseconds)
      }
      connection.close()
    }),
  )
  return latencies
}

interface Asked {
  kind: Kind
  request: Request
  onAnswer?(answer: Answer): void
}

async function exchange(connection: Connection, nextRequest: () => Asked) {
  const { kind, request, onAnswer } = nextRequest()
  const begin = performance.now()
  const answer = await connection.exchange(request)
  const milliseconds = performance.now() - begin
  if (answer.status < 200 || answer.status > 299)
    throw new Error(`${request.method} ${request.path}: ${answer.status} ${answer.body.slice(0, 500)}`)
  onAnswer?.(answer)
  return { kind, milliseconds }
}

/** Requests of all kinds at random; only what has been recorded is pushed, and that once. */
function createRequests(token: string): () => Asked {
  const nextRecord = createRecords()
  const unpushed: string[] = []
  const post = (path: string, body: object): Request => ({ method: 'POST', path, token, body: JSON.stringify(body) })
  const get = (path: string): Request => ({ method: 'GET', path, token })
  const record = (): Asked => ({
    kind: 'record',
    request: post('/records/single', nextRecord()),
    onAnswer: ({ body }) => unpushed.push((JSON.parse(body) as { reading: { id: string } }).reading.id),
  })
  const ask: Readonly<Record<Kind, () => Asked>> = {
    current: () => ({ kind: 'current', request: get('/readings/current') }),
    list: () => ({ kind: 'list', request: get('/readings?limit=100') }),
    record,
    bulk: () => ({
      kind: 'bulk',
      request: post('/records/bulk', { records: Array.from({ length: bulkRows }, nextRecord) }),
    }),
    push: () => {
      const readingId = unpushed.pop()
      unpushed.length = 0
      return readingId === undefined ? record() : { kind: 'push', request: post('/utility/push', { readingId }) }
    },
  }
  return () => ask[kindAtRandom()]()
}

function kindAtRandom(): Kind {
  let left = Math.random() * 100
  for (const kind of kinds) {
    left -= mix[kind]
    if (left < 0) return kind
  }
  return 'current'
}
