import { type Contender, ownContenders, peerContenders, preparePeers, type Setting } from './contenders.ts'
import { type Measured, measureRun } from './measure.ts'
import { type Goal, goal, median, type Section, show, table } from './section.ts'

interface Series {
  name: string
  runs: Measured[]
}

type Figure = (measured: Measured) => number

interface Row {
  title: string
  figure: Figure
  digits: number
}

const figures = {
  writes: ({ writes }) => writes.perSecond,
  slowWrites: ({ writes }) => writes.p99Milliseconds,
  reads: ({ reads }) => reads.perSecond,
  bulk: ({ bulkRowsPerSecond }) => bulkRowsPerSecond,
  start: ({ startMilliseconds }) => startMilliseconds,
  idle: ({ idleMegabytes }) => idleMegabytes,
  loaded: ({ loadedMegabytes }) => loadedMegabytes,
} satisfies Record<string, Figure>

const rows: Row[] = [
  { title: 'single writes, durable, per second', figure: figures.writes, digits: 0 },
  { title: '… p99, ms', figure: figures.slowWrites, digits: 1 },
  { title: '… processor time each, µs', figure: ({ writes }) => writes.cpuMicroseconds, digits: 1 },
  { title: 'current reading, per second', figure: figures.reads, digits: 0 },
  { title: '… p99, ms', figure: ({ reads }) => reads.p99Milliseconds, digits: 1 },
  { title: '… processor time each, µs', figure: ({ reads }) => reads.cpuMicroseconds, digits: 1 },
  { title: 'bulk, rows per second', figure: figures.bulk, digits: 0 },
  { title: 'start to first healthy answer, ms', figure: figures.start, digits: 0 },
  { title: 'resident memory idle, MB', figure: figures.idle, digits: 0 },
  { title: 'resident memory after the load, MB', figure: figures.loaded, digits: 0 },
]

/** Meterbridge on each engine beside its peers. */
export async function measurePeers(setting: Setting): Promise<Section> {
  preparePeers()
  const own = ownContenders(setting)
  const contenders = [...own, ...peerContenders(setting)]
  const series = await runAll(contenders, setting)
  const peers = series.slice(own.length)
  const owns = series.slice(0, own.length)
  const lines = [
    about(setting),
    '',
    ...table(
      ['', ...series.map(({ name }) => name)],
      rows.map(({ title, figure, digits }) => [title, ...series.map((one) => spread(one.runs.map(figure), digits))]),
    ),
    '',
    ...owns.flatMap((one) => [`${one.name}, against each peer in the same run:`, '', ...ratioTable(one, peers), '']),
  ]
  return { title: 'Beside other servers', lines, goals: owns.flatMap((one) => goalsOf(one, peers)) }
}

async function runAll(contenders: readonly Contender[], { runs, connections, seconds }: Setting): Promise<Series[]> {
  const series: Series[] = contenders.map(({ name }) => ({ name, runs: [] }))
  for (let run = 0; run < runs; run += 1) {
    process.stderr.write(`run ${run + 1} of ${runs}\n`)
    const measured = await measureRun(contenders, { connections, seconds })
    for (const [index, one] of measured.entries()) series[index]?.runs.push(one)
  }
  return series
}

function about({ runs, connections, seconds }: Setting): string {
  return [
    `${runs} interleaved runs, median (lowest to highest); ${connections} connections, ${seconds} s a measurement,`,
    'in turns of half a second. (a) parses the same body and wants a bearer token without checking it; (a2) checks the same schema and token; neither',
    'keeps anything. (b) is Express 5, jsonwebtoken and google-spreadsheet; each record awaits its own append of 250 ms,',
    'its bulk is measured with 8 rows, and Google would not let it write more than 60 times a minute. PostgreSQL’s own',
    'processes share both cores.',
  ].join('\n')
}

function ratioTable(own: Series, peers: readonly Series[]): string[] {
  return table(
    ['', ...peers.map(({ name }) => `÷ ${name.split(' ')[0]}`)],
    rows.map(({ title, figure }) => [title, ...peers.map((peer) => spread(ratios(own, peer, figure), 2))]),
  )
}

function goalsOf(own: Series, [bare, fastify, roadmap]: readonly Series[]): Goal[] {
  if (!(bare && fastify && roadmap)) return []
  const value = (figure: Figure): number => median(own.runs.map(figure))
  const against = (peer: Series, figure: Figure): number => median(ratios(own, peer, figure))
  const isSqlite = own.name.endsWith('SQLite')
  const [ofFastify, ofBare, bulk] = isSqlite ? [0.85, 0.4, 100_000] : [0.7, 0.33, 60_000]
  const engine = own.name.split(' ').at(-1)
  const always = [
    goal(
      `${engine}: single durable writes at least ${ofFastify} of (a2) and ${ofBare} of (a)`,
      against(fastify, figures.writes) >= ofFastify && against(bare, figures.writes) >= ofBare,
    ),
    goal(`${engine}: bulk at least ${show(bulk)} rows a second`, value(figures.bulk) >= bulk),
  ]
  if (!isSqlite) return always
  return [
    ...always,
    goal('single durable writes at least 0.70 of (a2)', against(fastify, figures.writes) >= 0.7),
    goal('their p99 at most 30 ms', value(figures.slowWrites) <= 30),
    goal(
      'current reading at least 0.90 of (a2) and 0.65 of (a)',
      against(fastify, figures.reads) >= 0.9 && against(bare, figures.reads) >= 0.65,
    ),
    goal('start no slower than that of (b)', against(roadmap, figures.start) <= 1),
    goal('idle memory no more than that of (b)', against(roadmap, figures.idle) <= 1),
    goal('start and idle memory at most 1.5 times those of (b)', isWithin(1.5, own, roadmap)),
    goal('at most 200 MB resident after the load', value(figures.loaded) <= 200),
  ]
}

function isWithin(times: number, own: Series, peer: Series): boolean {
  return [figures.start, figures.idle].every((figure) => median(ratios(own, peer, figure)) <= times)
}

function ratios(own: Series, peer: Series, figure: Figure): number[] {
  return own.runs.flatMap((run, index) => {
    const other = peer.runs[index]
    return other ? [figure(run) / figure(other)] : []
  })
}

function spread(values: readonly number[], digits: number): string {
  if (values.length < 2) return show(median(values), digits)
  return `${show(median(values), digits)} (${show(Math.min(...values), digits)} to ${show(Math.max(...values), digits)})`
}
