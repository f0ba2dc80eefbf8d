import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { engineNames, type Setting, startMeterbridge } from './contenders.ts'
import { send } from './load.ts'
import { signIn, writeRequests } from './measure.ts'
import { goal, median, quantile, type Section, show, table } from './section.ts'
import type { ServerProcess } from './server-process.ts'

const betweenReadingsMilliseconds = 1000
const longestWaitMilliseconds = 10_000

/** Many open event streams and a reading a second: how long until everybody has heard of it. */
export async function measureEventStreams(setting: Setting): Promise<Section> {
  const section: Section = { title: 'Event streams', lines: [], goals: [] }
  const rows: string[][] = []
  for (const engine of setting.engines) {
    const server = await startMeterbridge(engine, setting.cores.server)
    try {
      const delays = await hear(server, setting)
      const slowest = Math.max(...delays)
      const figures = [median(delays), quantile(delays, 0.99), slowest].map((delay) => show(delay))
      rows.push([engineNames[engine], show(setting.streams), ...figures, show(server.residentMegabytes())])
      section.goals.push(
        goal(`${engineNames[engine]}: ${show(setting.streams)} streams hear each reading within 1 s`, slowest <= 1000),
      )
    } finally {
      await server.stop()
    }
  }
  section.lines = table(['ledger', 'streams', 'median, ms', 'p99, ms', 'slowest, ms', 'resident memory, MB'], rows)
  return section
}

/** Milliseconds from the sending of each reading until each stream has told of it. */
async function hear(server: ServerProcess, { streams, seconds }: Setting): Promise<number[]> {
  const token = await signIn(server.port)
  const delays: number[] = []
  let sentAt = 0
  const listeners: Socket[] = []
  for (let number = 0; number < streams; number += 1)
    listeners.push(await listen(server.port, token, () => delays.push(performance.now() - sentAt)))
  const next = writeRequests(token)
  const readings = Math.ceil(seconds)
  for (let number = 1; number <= readings; number += 1) {
    sentAt = performance.now()
    await send(server.port, next())
    while (delays.length < number * streams) {
      if (performance.now() - sentAt > longestWaitMilliseconds)
        throw new Error(`${number * streams - delays.length} streams heard nothing`)
      await sleep(1)
    }
    await sleep(Math.max(0, betweenReadingsMilliseconds - (performance.now() - sentAt)))
  }
  for (const listener of listeners) listener.destroy()
  return delays
}

async function listen(port: number, token: string, onReading: () => void): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' })
  socket.setEncoding('latin1')
  socket.write(`GET /readings/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n\r\n`)
  const [head] = (await once(socket, 'data')) as [string]
  if (!head.startsWith('HTTP/1.1 200')) throw new Error(`stream: ${head.slice(0, 200)}`)
  socket.on('data', (chunk: string) => {
    if (chunk.includes('event: reading')) onReading()
  })
  return socket
}
