import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Setting, startMeterbridge } from './contenders.ts'
import { measureRequests, signIn, writeRequests } from './measure.ts'
import type { Section } from './section.ts'

const directory = join(import.meta.dirname, 'results')

/** Single writes under V8's profiler; Chrome's developer tools show what it leaves. */
export async function profileWrites({ engines, cores, connections, seconds }: Setting): Promise<Section> {
  mkdirSync(directory, { recursive: true })
  const before = new Set(readdirSync(directory))
  const [engine = 'sqlite'] = engines
  const server = await startMeterbridge(engine, cores.server, {
    NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${directory}`,
  })
  try {
    await measureRequests(server, writeRequests(await signIn(server.port)), { connections, seconds })
  } finally {
    await server.stop()
  }
  const files = readdirSync(directory).filter((name) => !before.has(name))
  if (files.length === 0) throw new Error('the server left no profile')
  return { title: 'Profile', lines: files.map((name) => `- bench/results/${name}`), goals: [] }
}
