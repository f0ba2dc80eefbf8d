/**
 * The load test: many users at once on the smallest machine, one core and 512 MB, for ten minutes.
 *
 *     npm run loadtest
 *     npm run loadtest -- --seconds 30 --users 100 --engine postgres
 */
import { parseArgs } from 'node:util'
import type { FakeUtility } from '../test/fakes/utility/fake-types.ts'
import { startFakeUtility } from '../test/fakes/utility/fake-utility.ts'
import { connectorTo } from '../test/fakes/utility/workbench.ts'
import { type Engine, prepareEngines, startMeterbridge } from './contenders.ts'
import { send } from './load.ts'
import { signIn, writeRequests } from './measure.ts'
import { limitMemory } from './memory-limit.ts'
import { goal, median, quantile, show, table } from './section.ts'
import { pinLoad, type ServerProcess } from './server-process.ts'
import { type Kind, type Latencies, letUsersWork, mix } from './users.ts'

const mostMegabytes = 512
const warmUpShare = 0.2
const mostGrowthMegabytes = 32

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    users: { type: 'string', default: '100' },
    engine: { type: 'string', default: 'sqlite' },
  },
})
const engine: Engine = options.engine === 'postgres' ? 'postgres' : 'sqlite'
const users = Number(options.users)
const seconds = Number(options.seconds)
pinLoad(1)

const clear = await prepareEngines([engine])
const utility = await startFakeUtility(Date.now)
try {
  process.stdout.write(await run(utility))
} finally {
  await utility.close()
  await clear()
}

async function run(fake: FakeUtility): Promise<string> {
  const server = await startMeterbridge(engine, 0)
  const limit = limitMemory(server.pid, mostMegabytes)
  try {
    const token = await signIn(server.port)
    await prepareLedger(server, token, fake)
    const memory = watchMemory(server)
    const latencies = await letUsersWork(server.port, { token, users, seconds })
    return report(latencies, { memory: memory.stop(), means: limit.means, pushed: fake.taken.length })
  } finally {
    await server.stop()
    limit.remove()
  }
}

async function prepareLedger({ port }: ServerProcess, token: string, fake: FakeUtility): Promise<void> {
  const body = JSON.stringify(connectorTo(fake))
  const { status, body: said } = await send(port, { method: 'PUT', path: '/utility/connectors/city', token, body })
  if (status > 299) throw new Error(`connector: ${status} ${said}`)
  await send(port, { ...writeRequests(token)() })
}

function watchMemory(server: ServerProcess) {
  const samples: number[] = []
  const timer = setInterval(() => samples.push(server.residentMegabytes()), 250)
  return {
    stop: () => {
      clearInterval(timer)
      return { samples, peak: server.peakMegabytes() }
    },
  }
}

interface Seen {
  memory: { samples: number[]; peak: number }
  means: string
  pushed: number
}

function report(latencies: Latencies, { memory, means, pushed }: Seen): string {
  const all = Object.values(latencies).flat()
  const average = all.reduce((sum, one) => sum + one, 0) / all.length
  const { samples, peak } = memory
  const fifth = Math.floor(samples.length * warmUpShare)
  const growth = median(samples.slice(-fifth)) - median(samples.slice(fifth, 2 * fifth))
  const goals = [
    goal(`average ${show(average, 1)} ms, to be under 200 ms`, average < 200),
    goal(`p99 ${show(quantile(all, 0.99), 1)} ms, to be under 500 ms`, quantile(all, 0.99) < 500),
    goal('no answer but 2xx', true),
    goal(`memory grew by ${show(growth)} MB between its second and its last fifth`, growth < mostGrowthMegabytes),
    goal(`at most ${show(peak)} MB resident, of ${mostMegabytes}`, peak < mostMegabytes),
  ]
  if (goals.some(({ isReached }) => !isReached)) process.exitCode = 1
  return [
    `# ${users} users for ${show(seconds)} s`,
    '',
    `Ledger: ${engine}. One core; ${means}. ${show(all.length / seconds)} requests a second, each user thinking for 100 ms`,
    `between two; ${show(pushed)} readings reached the utility.`,
    '',
    ...table(
      ['', 'share', 'requests', 'average, ms', 'p99, ms', 'slowest, ms'],
      (Object.keys(mix) as Kind[]).map((kind) => [kind, `${mix[kind]} %`, ...figures(latencies[kind])]),
    ),
    '',
    ...goals.map(({ text, isReached }) => `- ${isReached ? 'reached' : '**missed**'}: ${text}`),
    '',
  ].join('\n')
}

function figures(milliseconds: readonly number[]): string[] {
  const average = milliseconds.reduce((sum, one) => sum + one, 0) / milliseconds.length
  const slowest = milliseconds.reduce((most, one) => Math.max(most, one), 0)
  return [show(milliseconds.length), show(average, 1), show(quantile(milliseconds, 0.99), 1), show(slowest, 1)]
}
