import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { account, type Contender } from './contenders.ts'
import { type LoadResult, load, type Request, send } from './load.ts'
import { createRecords } from './records.ts'
import type { ServerProcess } from './server-process.ts'

export interface Measured {
  writesPerSecond: number
  writesP99Milliseconds: number
  writeCpuMicroseconds: number
  readsPerSecond: number
  readsP99Milliseconds: number
  readCpuMicroseconds: number
  bulkRowsPerSecond: number
  startMilliseconds: number
  idleMegabytes: number
  loadedMegabytes: number
}

interface Effort {
  connections: number
  seconds: number
}

const settleMilliseconds = 1000
const longestWarmUpSeconds = 3

/** Starts a contender afresh, measures everything once, and stops it. */
export async function measure(contender: Contender, { connections, seconds }: Effort): Promise<Measured> {
  const server = await contender.start()
  try {
    const token = await signIn(server.port)
    await sleep(settleMilliseconds)
    const idleMegabytes = server.residentMegabytes()
    const nextRecord = createRecords()
    const write = writeRequests(token, nextRecord)
    const read = readRequests(token)

    const writes = await measureRequests(server, write, { connections, seconds })
    const reads = await measureRequests(server, read, { connections, seconds })
    const bulkRowsPerSecond = await measureBulk(server.port, token, contender, nextRecord)
    return {
      writesPerSecond: writes.perSecond,
      writesP99Milliseconds: writes.p99Milliseconds,
      writeCpuMicroseconds: writes.cpuMicroseconds,
      readsPerSecond: reads.perSecond,
      readsP99Milliseconds: reads.p99Milliseconds,
      readCpuMicroseconds: reads.cpuMicroseconds,
      bulkRowsPerSecond,
      startMilliseconds: server.startMilliseconds,
      idleMegabytes,
      loadedMegabytes: server.residentMegabytes(),
    }
  } finally {
    await server.stop()
  }
}

/** Single writes, each of another reading. */
export function writeRequests(token: string, nextRecord = createRecords()): () => Request {
  return () => ({ method: 'POST', path: '/records/single', token, body: JSON.stringify(nextRecord()) })
}

export function readRequests(token: string): () => Request {
  return () => ({ method: 'GET', path: '/readings/current', token })
}

/** Loads a server, after a time to warm up, with requests that must all be answered by 2xx. */
export async function measureRequests(
  server: ServerProcess,
  next: () => Request,
  { connections, seconds }: Effort,
): Promise<LoadResult & { cpuMicroseconds: number }> {
  await load(server.port, { connections, seconds: Math.min(longestWarmUpSeconds, seconds), next })
  const cpuBefore = server.cpuMicroseconds()
  const result = await load(server.port, { connections, seconds, next })
  if (result.refused > 0) throw new Error(`${result.refused} of ${result.answers} answers were not 2xx`)
  return { ...result, cpuMicroseconds: (server.cpuMicroseconds() - cpuBefore) / result.answers }
}

/** Bulk requests of JSON, one after the other; rows per second. */
export async function measureBulk(
  port: number,
  token: string,
  contender: Pick<Contender, 'bulkRows' | 'bulkRequests'>,
  next: () => object,
): Promise<number> {
  const bodies = Array.from({ length: contender.bulkRequests }, () =>
    JSON.stringify({ records: Array.from({ length: contender.bulkRows }, next) }),
  )
  const begin = performance.now()
  for (const body of bodies) {
    const { status, body: answer } = await send(port, { method: 'POST', path: '/records/bulk', token, body })
    const { recorded } = JSON.parse(answer) as { recorded?: number }
    if (status !== 200 || recorded !== contender.bulkRows) throw new Error(`bulk: ${status} ${answer.slice(0, 500)}`)
  }
  return (contender.bulkRequests * contender.bulkRows * 1000) / (performance.now() - begin)
}

/** An access token of the account that the bench signs in with. */
export async function signIn(port: number): Promise<string> {
  const body = JSON.stringify(account)
  const answer = await send(port, { method: 'POST', path: '/auth/token', token: '', body })
  if (answer.status !== 200) throw new Error(`sign-in: ${answer.status} ${answer.body}`)
  return (JSON.parse(answer.body) as { access_token: string }).access_token
}
