import { cpus } from 'node:os'
import type { Measured } from './measure.ts'

export interface Series {
  name: string
  runs: Measured[]
}

interface Setting {
  engine: string
  connections: number
  seconds: number
  pinned: boolean
}

interface Row {
  title: string
  key: keyof Measured
  digits: number
}

const rows: Row[] = [
  { title: 'single writes, durable, per second', key: 'writesPerSecond', digits: 0 },
  { title: '… p99, ms', key: 'writesP99Milliseconds', digits: 1 },
  { title: '… processor time each, µs', key: 'writeCpuMicroseconds', digits: 0 },
  { title: 'current reading, per second', key: 'readsPerSecond', digits: 0 },
  { title: '… p99, ms', key: 'readsP99Milliseconds', digits: 1 },
  { title: '… processor time each, µs', key: 'readCpuMicroseconds', digits: 0 },
  { title: 'bulk, rows per second', key: 'bulkRowsPerSecond', digits: 0 },
  { title: 'start to first healthy answer, ms', key: 'startMilliseconds', digits: 0 },
  { title: 'resident memory idle, MB', key: 'idleMegabytes', digits: 0 },
  { title: 'resident memory after the load, MB', key: 'loadedMegabytes', digits: 0 },
]

/** One page of Markdown: medians with their spread, and Meterbridge's ratio to each peer within the same run. */
export function report(series: readonly Series[], setting: Setting): string {
  const [own, ...peers] = series
  if (!own) return ''
  const header = ['', ...series.map(({ name }) => name), ...peers.map(({ name }) => `÷ ${name.split(' ')[0]}`)]
  const lines = rows.map(({ title, key, digits }) => [
    title,
    ...series.map(({ runs }) =>
      spread(
        runs.map((run) => run[key]),
        digits,
      ),
    ),
    ...peers.map((peer) => spread(ratios(own, peer, key), 2)),
  ])
  return [
    '# Meterbridge beside other servers',
    '',
    about(own.runs.length, setting),
    '',
    ...[header, header.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`),
    '',
    ...goals(own, peers),
    '',
  ].join('\n')
}

function about(runs: number, { engine, connections, seconds, pinned }: Setting): string {
  const cores = pinned
    ? 'server on one core, load on another'
    : 'server and load on the same cores (taskset is missing)'
  return [
    `${runs} interleaved runs, median (lowest to highest); ${connections} connections, ${seconds} s a measurement; ${cores}.`,
    `Ledger: ${engine}. Node.js ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores.`,
    '(a) parses the same body and wants a bearer token without checking it; (a2) checks the same schema and token; neither',
    'keeps anything. (b) is Express 5, jsonwebtoken and google-spreadsheet; each record awaits its own append of 250 ms,',
    'its bulk is measured with 8 rows, and Google would not let it write more than 60 times a minute.',
  ].join('\n')
}

function goals(own: Series, peers: readonly Series[]): string[] {
  const [, fastify, roadmap] = peers
  if (!(fastify && roadmap)) return []
  const value = (key: keyof Measured): number => median(own.runs.map((run) => run[key]))
  const against = (peer: Series, key: keyof Measured): number => median(ratios(own, peer, key))
  const goal = (text: string, reached: boolean): string => `- ${reached ? 'reached' : '**missed**'}: ${text}`
  return [
    goal('single durable writes at least 0.70 of (a2)', against(fastify, 'writesPerSecond') >= 0.7),
    goal('their p99 under 50 ms', value('writesP99Milliseconds') < 50),
    goal('current reading at least 0.80 of (a2)', against(fastify, 'readsPerSecond') >= 0.8),
    goal('bulk at least 60,000 rows a second', value('bulkRowsPerSecond') >= 60_000),
    goal('start at most 1.5 times that of (b)', against(roadmap, 'startMilliseconds') <= 1.5),
    goal('idle memory at most 1.5 times that of (b)', against(roadmap, 'idleMegabytes') <= 1.5),
  ]
}

function ratios(own: Series, peer: Series, key: keyof Measured): number[] {
  return own.runs.flatMap((run, index) => {
    const other = peer.runs[index]
    return other ? [run[key] / other[key]] : []
  })
}

function spread(values: readonly number[], digits: number): string {
  const show = (value: number): string =>
    value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  if (values.length < 2) return show(median(values))
  return `${show(median(values))} (${show(Math.min(...values))} to ${show(Math.max(...values))})`
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = sorted.length / 2
  const upper = sorted[Math.floor(middle)] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}
