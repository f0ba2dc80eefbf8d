import { type Contender, ownContenders, peerContenders, preparePeers, type Setting } from './contenders.ts'
import { type Measured, measure } from './measure.ts'
import { type Goal, goal, median, type Section, show, table } from './section.ts'

interface Series {
  name: string
  runs: Measured[]
}

interface Row {
  title: string
  key: keyof Measured
  digits: number
}

const rows: Row[] = [
  { title: 'single writes, durable, per second', key: 'writesPerSecond', digits: 0 },
  { title: '… p99, ms', key: 'writesP99Milliseconds', digits: 1 },
  { title: '… processor time each, µs', key: 'writeCpuMicroseconds', digits: 1 },
  { title: 'current reading, per second', key: 'readsPerSecond', digits: 0 },
  { title: '… p99, ms', key: 'readsP99Milliseconds', digits: 1 },
  { title: '… processor time each, µs', key: 'readCpuMicroseconds', digits: 1 },
  { title: 'bulk, rows per second', key: 'bulkRowsPerSecond', digits: 0 },
  { title: 'start to first healthy answer, ms', key: 'startMilliseconds', digits: 0 },
  { title: 'resident memory idle, MB', key: 'idleMegabytes', digits: 0 },
  { title: 'resident memory after the load, MB', key: 'loadedMegabytes', digits: 0 },
]

/** Meterbridge on each engine beside its peers, run by run one after the other. */
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
      rows.map(({ title, key, digits }) => [title, ...series.map((one) => spread(valuesOf(one, key), digits))]),
    ),
    '',
    ...owns.flatMap((one) => [`${one.name}, against each peer in the same run:`, '', ...ratioTable(one, peers), '']),
  ]
  return { title: 'Beside other servers', lines, goals: owns.flatMap((one) => goalsOf(one, peers)) }
}

async function runAll(contenders: readonly Contender[], { runs, connections, seconds }: Setting): Promise<Series[]> {
  const series: Series[] = contenders.map(({ name }) => ({ name, runs: [] }))
  for (let run = 0; run < runs; run += 1)
    for (let turn = 0; turn < contenders.length; turn += 1) {
      // Each run begins with another contender, so that nobody always follows the same one.
      const index = (run + turn) % contenders.length
      const contender = contenders[index]
      if (!contender) continue
      process.stderr.write(`run ${run + 1} of ${runs}: ${contender.name}\n`)
      series[index]?.runs.push(await measure(contender, { connections, seconds }))
    }
  return series
}

function about({ runs, connections, seconds }: Setting): string {
  return [
    `${runs} interleaved runs, median (lowest to highest); ${connections} connections, ${seconds} s a measurement.`,
    '(a) parses the same body and wants a bearer token without checking it; (a2) checks the same schema and token; neither',
    'keeps anything. (b) is Express 5, jsonwebtoken and google-spreadsheet; each record awaits its own append of 250 ms,',
    'its bulk is measured with 8 rows, and Google would not let it write more than 60 times a minute. PostgreSQL’s own',
    'processes share both cores.',
  ].join('\n')
}

function ratioTable(own: Series, peers: readonly Series[]): string[] {
  return table(
    ['', ...peers.map(({ name }) => `÷ ${name.split(' ')[0]}`)],
    rows.map(({ title, key }) => [title, ...peers.map((peer) => spread(ratios(own, peer, key), 2))]),
  )
}

function goalsOf(own: Series, [bare, fastify, roadmap]: readonly Series[]): Goal[] {
  if (!(bare && fastify && roadmap)) return []
  const value = (key: keyof Measured): number => median(valuesOf(own, key))
  const against = (peer: Series, key: keyof Measured): number => median(ratios(own, peer, key))
  const isSqlite = own.name.endsWith('SQLite')
  const [ofFastify, ofBare, bulk] = isSqlite ? [0.85, 0.4, 100_000] : [0.7, 0.33, 60_000]
  const engine = own.name.split(' ').at(-1)
  const always = [
    goal(
      `${engine}: single durable writes at least ${ofFastify} of (a2) and ${ofBare} of (a)`,
      against(fastify, 'writesPerSecond') >= ofFastify && against(bare, 'writesPerSecond') >= ofBare,
    ),
    goal(`${engine}: bulk at least ${show(bulk)} rows a second`, value('bulkRowsPerSecond') >= bulk),
  ]
  if (!isSqlite) return always
  return [
    ...always,
    goal('single durable writes at least 0.70 of (a2)', against(fastify, 'writesPerSecond') >= 0.7),
    goal('their p99 at most 30 ms', value('writesP99Milliseconds') <= 30),
    goal(
      'current reading at least 0.90 of (a2) and 0.65 of (a)',
      against(fastify, 'readsPerSecond') >= 0.9 && against(bare, 'readsPerSecond') >= 0.65,
    ),
    goal('start no slower than that of (b)', against(roadmap, 'startMilliseconds') <= 1),
    goal('idle memory no more than that of (b)', against(roadmap, 'idleMegabytes') <= 1),
    goal('start and idle memory at most 1.5 times those of (b)', isWithin(1.5, own, roadmap)),
    goal('at most 200 MB resident after the load', value('loadedMegabytes') <= 200),
  ]
}

function isWithin(times: number, own: Series, peer: Series): boolean {
  const keys = ['startMilliseconds', 'idleMegabytes'] as const
  return keys.every((key) => median(ratios(own, peer, key)) <= times)
}

function valuesOf({ runs }: Series, key: keyof Measured): number[] {
  return runs.map((run) => run[key])
}

function ratios(own: Series, peer: Series, key: keyof Measured): number[] {
  return own.runs.flatMap((run, index) => {
    const other = peer.runs[index]
    return other ? [run[key] / other[key]] : []
  })
}

function spread(values: readonly number[], digits: number): string {
  if (values.length < 2) return show(median(values), digits)
  return `${show(median(values), digits)} (${show(Math.min(...values), digits)} to ${show(Math.max(...values), digits)})`
}
