/**
 * Measures Meterbridge beside its peers and prints one page of Markdown.
 *
 *     npm run bench -- --full                              at least 5 runs of 10 s a measurement
 *     npm run bench -- --runs 3 --seconds 5 --engine postgres
 *     npm run bench -- --peers                             without Meterbridge
 */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { createContenders, type Engine, prepare } from './contenders.ts'
import { measure } from './measure.ts'
import { report, type Series } from './report.ts'
import { pinLoad } from './server-process.ts'

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '2' },
    seconds: { type: 'string', default: '4' },
    connections: { type: 'string', default: '100' },
    engine: { type: 'string', default: 'sqlite' },
    full: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
  },
})
const engine = engineNamed(options.engine)
const runs = options.full ? Math.max(5, Number(options.runs)) : Number(options.runs)
const seconds = options.full ? Math.max(10, Number(options.seconds)) : Number(options.seconds)
const connections = Number(options.connections)

const pinned = availableParallelism() > 1 && pinLoad(1)
const clear = await prepare(engine)
try {
  const contenders = createContenders(engine, { server: 0, load: pinned ? 1 : 0 }).slice(options.peers ? 1 : 0)
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
  process.stdout.write(report(series, { engine, connections, seconds, pinned }))
} finally {
  await clear()
}

function engineNamed(name: string): Engine {
  if (name === 'sqlite' || name === 'postgres') return name
  throw new Error(`--engine is sqlite or postgres, not ${name}`)
}
