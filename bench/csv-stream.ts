import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { performance } from 'node:perf_hooks'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { engineNames, type Setting, startMeterbridge } from './contenders.ts'
import { signIn } from './measure.ts'
import { createRecords } from './records.ts'
import { goal, type Section, show, table } from './section.ts'
import type { ServerProcess } from './server-process.ts'

const linesPerPiece = 1000

/** One CSV of very many rows, and how much the memory grows over it. */
export async function measureCsvStream({ engines, rows, cores }: Setting): Promise<Section> {
  const section: Section = { title: 'One CSV', lines: [], goals: [] }
  const found: string[][] = []
  for (const engine of engines) {
    const server = await startMeterbridge(engine, cores.server)
    try {
      const { seconds, grownMegabytes } = await recordCsv(server, rows)
      found.push([engineNames[engine], show(rows), show(rows / seconds), show(grownMegabytes)])
      section.goals.push(
        goal(`${engineNames[engine]}: a CSV of ${show(rows)} rows with memory growth under 64 MB`, grownMegabytes < 64),
      )
    } finally {
      await server.stop()
    }
  }
  section.lines = table(['ledger', 'rows', 'rows per second', 'growth of the resident memory, MB'], found)
  return section
}

/** Sends one CSV as a stream. A first short one brings the memory to what any import needs. */
export async function recordCsv(server: ServerProcess, rows: number, nextRecord = createRecords()) {
  const token = await signIn(server.port)
  await sendCsv(server.port, token, Math.ceil(rows / 20), nextRecord)
  const before = server.residentMegabytes()
  server.forgetPeak()
  const begin = performance.now()
  await sendCsv(server.port, token, rows, nextRecord)
  const seconds = (performance.now() - begin) / 1000
  return { seconds, grownMegabytes: server.peakMegabytes() - before }
}

async function sendCsv(port: number, token: string, rows: number, nextRecord: ReturnType<typeof createRecords>) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'text/csv' }
  const posting = request({ port, host: '127.0.0.1', path: '/records/bulk', method: 'POST', headers })
  const [[answer]] = await Promise.all([
    once(posting, 'response') as Promise<[IncomingMessage]>,
    pipeline(Readable.from(csvOf(rows, nextRecord)), posting),
  ])
  const said = await text(answer)
  const { recorded } = JSON.parse(said) as { recorded?: number }
  if (recorded !== rows) throw new Error(`of ${rows} rows ${recorded} were recorded: ${said.slice(0, 500)}`)
}

function* csvOf(rows: number, nextRecord: ReturnType<typeof createRecords>): Generator<string> {
  yield 'timestamp,inverterKwh,meterValue\n'
  for (let done = 0; done < rows; done += linesPerPiece) {
    const lines = Array.from({ length: Math.min(linesPerPiece, rows - done) }, () => {
      const { timestamp, inverterKwh, meterValue } = nextRecord()
      return `${timestamp},${inverterKwh},${meterValue}\n`
    })
    yield lines.join('')
  }
}
