/**
 * Measures Meterbridge beside its peers and its ceilings, and prints one page of Markdown.
 *
 *     npm run bench                                        everything, five runs of 4 s a measurement
 *     npm run bench -- --engine sqlite --runs 3 --only peers,ceilings
 *     npm run bench -- --profile                           leaves a CPU profile of the single writes as well
 */
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { measureCeilings } from './ceilings.ts'
import { type Engine, prepareEngines, type Setting } from './contenders.ts'
import { measureCsvStream } from './csv-stream.ts'
import { measureEventStreams } from './event-streams.ts'
import { measurePeers } from './peers.ts'
import { profileWrites } from './profile.ts'
import type { Section } from './section.ts'
import { pinLoad } from './server-process.ts'
import { measureSlowDisk } from './slow-disk.ts'
import { measureSmallHeap } from './small-heap.ts'

const parts: Readonly<Record<string, (setting: Setting) => Promise<Section>>> = {
  peers: measurePeers,
  ceilings: measureCeilings,
  'slow-disk': measureSlowDisk,
  'csv-stream': measureCsvStream,
  'event-streams': measureEventStreams,
  'small-heap': measureSmallHeap,
}

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    connections: { type: 'string', default: '100' },
    rows: { type: 'string', default: '1000000' },
    streams: { type: 'string', default: '1000' },
    engine: { type: 'string', default: 'both' },
    only: { type: 'string', default: Object.keys(parts).join(',') },
    profile: { type: 'boolean', default: false },
  },
})
const isPinned = availableParallelism() > 1 && pinLoad(1)
const setting: Setting = {
  engines: enginesNamed(options.engine),
  runs: Number(options.runs),
  seconds: Number(options.seconds),
  connections: Number(options.connections),
  rows: Number(options.rows),
  streams: Number(options.streams),
  cores: { server: 0, load: isPinned ? 1 : 0 },
}
const chosen = options.only.split(',').map((name) => {
  const measure = parts[name]
  if (!measure) throw new Error(`--only takes ${Object.keys(parts).join(', ')}, not ${name}`)
  return { name, measure }
})

const clear = await prepareEngines(setting.engines)
try {
  const sections: Section[] = []
  for (const { name, measure } of chosen) {
    process.stderr.write(`${name}\n`)
    sections.push(await measure(setting))
  }
  if (options.profile) sections.push(await profileWrites(setting))
  process.stdout.write(page(sections))
} finally {
  await clear()
}

function page(sections: readonly Section[]): string {
  const goals = sections.flatMap((section) => section.goals)
  const where = isPinned ? 'servers on one core, load on another' : 'servers and load on the same cores'
  const about = `Node.js ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores; ${where}.`
  return [
    '# Measurements',
    '',
    `${new Date().toISOString().slice(0, 10)}. ${about}`,
    '',
    ...sections.flatMap(({ title, lines }) => [`## ${title}`, '', ...lines, '']),
    '## Figures to reach',
    '',
    ...goals.map(({ text, isReached }) => `- ${isReached ? 'reached' : '**missed**'}: ${text}`),
    '',
  ].join('\n')
}

function enginesNamed(name: string): Engine[] {
  if (name === 'both') return ['sqlite', 'postgres']
  if (name === 'sqlite' || name === 'postgres') return [name]
  throw new Error(`--engine is sqlite, postgres or both, not ${name}`)
}
