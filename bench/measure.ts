import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { account, type Contender } from './contenders.ts'
import { type Burst, type LoadResult, load, type Request, send, summarize } from './load.ts'
import { createRecords } from './records.ts'
import type { ServerProcess } from './server-process.ts'

export interface Measured {
  writes: Rate
  reads: Rate
  bulkRowsPerSecond: number
  startMilliseconds: number
  idleMegabytes: number
  loadedMegabytes: number
}

/** `cpuMicroseconds` of the server for each answer. */
type Rate = LoadResult & { cpuMicroseconds: number }

interface Effort {
  connections: number
  seconds: number
}

interface Running {
  contender: Contender
  server: ServerProcess
  token: string
  idleMegabytes: number
  nextRecord: ReturnType<typeof createRecords>
}

const settleMilliseconds = 1000
const longestWarmUpSeconds = 3
const secondsOfATurn = 0.5

/**
 * Starts all contenders afresh, measures everything once, and stops them. They are loaded in turns of half a second, so
 * that what else the machine does meets all of them alike.
 */
export async function measureRun(contenders: readonly Contender[], effort: Effort): Promise<Measured[]> {
  const running: Running[] = []
  try {
    for (const contender of contenders) running.push(await begin(contender))
    const written = await measureInTurns(running, ({ token, nextRecord }) => writeRequests(token, nextRecord), effort)
    const read = await measureInTurns(
      written.map(({ rate, one }) => ({ ...one, writes: rate })),
      ({ token }) => readRequests(token),
      effort,
    )
    const measured: Measured[] = []
    for (const { rate: reads, one } of read) {
      const { contender, server, token, nextRecord, writes, idleMegabytes } = one
      const bulkRowsPerSecond = await measureBulk(server.port, token, contender, nextRecord)
      const { startMilliseconds } = server
      const loadedMegabytes = server.residentMegabytes()
      measured.push({ writes, reads, bulkRowsPerSecond, startMilliseconds, idleMegabytes, loadedMegabytes })
    }
    return measured
  } finally {
    for (const { server } of running) await server.stop()
  }
}

async function begin(contender: Contender): Promise<Running> {
  const server = await contender.start()
  const token = await signIn(server.port)
  await sleep(settleMilliseconds)
  return { contender, server, token, idleMegabytes: server.residentMegabytes(), nextRecord: createRecords() }
}

async function measureInTurns<One extends Running>(
  running: readonly One[],
  requestsTo: (one: One) => () => Request,
  { connections, seconds }: Effort,
): Promise<{ one: One; rate: Rate }[]> {
  const loaded = running.map((one) => ({ one, port: one.server.port, next: requestsTo(one), bursts: [] as Burst[] }))
  for (const { one, next } of loaded) await warmUp(one.server, next, { connections, seconds })
  const before = running.map(({ server }) => server.cpuMicroseconds())
  const turns = Math.ceil(seconds / secondsOfATurn)
  for (let turn = 0; turn < turns; turn += 1)
    // Every other turn goes backwards, so that nobody always follows the same one.
    for (const { port, next, bursts } of turn % 2 === 0 ? loaded : loaded.toReversed())
      bursts.push(await load(port, { connections, seconds: seconds / turns, next }))
  return loaded.map(({ one, bursts }, index) => {
    const cpuMicroseconds = one.server.cpuMicroseconds() - (before[index] ?? Number.NaN)
    return { one, rate: rateOf(bursts, cpuMicroseconds) }
  })
}

/** Single writes, each of another reading. */
export function writeRequests(token: string, nextRecord = createRecords()): () => Request {
  return () => ({ method: 'POST', path: '/records/single', token, body: JSON.stringify(nextRecord()) })
}

export function readRequests(token: string): () => Request {
  return () => ({ method: 'GET', path: '/readings/current', token })
}

/** Loads a server, after a time to warm up, with requests that must all be answered by 2xx. */
export async function measureRequests(server: ServerProcess, next: () => Request, effort: Effort): Promise<Rate> {
  await warmUp(server, next, effort)
  const before = server.cpuMicroseconds()
  const burst = await load(server.port, { ...effort, next })
  return rateOf([burst], server.cpuMicroseconds() - before)
}

async function warmUp(server: ServerProcess, next: () => Request, { connections, seconds }: Effort): Promise<void> {
  await load(server.port, { connections, seconds: Math.min(longestWarmUpSeconds, seconds), next })
}

function rateOf(bursts: readonly Burst[], cpuMicroseconds: number): Rate {
  const result = summarize(bursts)
  if (result.refused > 0) throw new Error(`${result.refused} of ${result.answers} answers were not 2xx`)
  return { ...result, cpuMicroseconds: cpuMicroseconds / result.answers }
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
