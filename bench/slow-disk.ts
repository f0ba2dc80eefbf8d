import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Setting, startMeterbridge } from './contenders.ts'
import type { LoadResult } from './load.ts'
import { measureRequests, signIn, writeRequests } from './measure.ts'
import { goal, median, type Section, show, table } from './section.ts'

const slowerMicroseconds = 5000
const title = 'On a slow disk'

/** Single writes on SQLite with every fsync slowed down by 5 ms, beside those on the disk as it is. */
export async function measureSlowDisk(setting: Setting): Promise<Section> {
  const directory = mkdtempSync(join(tmpdir(), 'meterbridge-bench-'))
  try {
    const library = join(directory, 'slow-fsync.so')
    const source = join(import.meta.dirname, 'slow-fsync.c')
    const compiled = spawnSync('gcc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl'], { encoding: 'utf8' })
    if (compiled.status !== 0)
      return { title, lines: ['Skipped: it takes Linux and gcc, to slow `fsync` down by `LD_PRELOAD`.'], goals: [] }
    return await measureBoth(setting, library)
  } finally {
    rmSync(directory, { recursive: true })
  }
}

async function measureBoth(setting: Setting, library: string): Promise<Section> {
  const slow = { LD_PRELOAD: library, SLOW_FSYNC_MICROSECONDS: String(slowerMicroseconds) }
  const runs: { asItIs: LoadResult; slowed: LoadResult }[] = []
  for (let run = 0; run < setting.runs; run += 1)
    runs.push({ asItIs: await writes(setting, {}), slowed: await writes(setting, slow) })
  const speeds = (which: 'asItIs' | 'slowed'): number => median(runs.map((run) => run[which].perSecond))
  const slowest = (which: 'asItIs' | 'slowed'): number => median(runs.map((run) => run[which].p99Milliseconds))
  const share = median(runs.map(({ asItIs, slowed }) => slowed.perSecond / asItIs.perSecond))
  return {
    title,
    lines: table(
      ['single writes on SQLite, durable', 'per second', 'p99, ms'],
      [
        ['on the disk as it is', show(speeds('asItIs')), show(slowest('asItIs'), 1)],
        [`every fsync ${slowerMicroseconds / 1000} ms slower`, show(speeds('slowed')), show(slowest('slowed'), 1)],
        ['ratio', show(share, 2), ''],
      ],
    ),
    goals: [goal('with every fsync 5 ms slower, a third of the single writes', share >= 1 / 3)],
  }
}

async function writes({ cores, connections, seconds }: Setting, env: Record<string, string>): Promise<LoadResult> {
  const server = await startMeterbridge('sqlite', cores.server, env)
  try {
    return await measureRequests(server, writeRequests(await signIn(server.port)), { connections, seconds })
  } finally {
    await server.stop()
  }
}
