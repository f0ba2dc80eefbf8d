import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Clock } from '../clock.ts'
import { type Job, notTooSoon } from './jobs.ts'

interface WeeklyExportDependencies {
  /** Where the weeks' folders lie; made at the first export. */
  directory: string
  clock: Clock
  sites(): Promise<readonly { site: string }[]>
  csvOf(site: string): AsyncIterable<string>
}

const hourMilliseconds = 3_600_000
const weekMilliseconds = 7 * 24 * hourMilliseconds
const keptWeeks = 4
const folderPattern = /^\d{4}-\d{2}-\d{2}$/

/** Writes all readings as CSV, one file a site, once a week: readable without this program. The last four weeks stay. */
export function weeklyExport({ directory, clock, sites, csvOf }: WeeklyExportDependencies): Job {
  const firstAt = clock() + hourMilliseconds
  return {
    name: 'csv-export',
    description: 'Writes all readings as CSV, one file a site; once a week',
    dueAt: (last) => notTooSoon(last, last?.outcome === 'ok' ? last.ranAt + weekMilliseconds : firstAt),
    run: async () => {
      const day = new Date(clock()).toISOString().slice(0, 10)
      const draft = join(directory, `${day}.part`)
      await rm(draft, { recursive: true, force: true })
      await mkdir(draft, { recursive: true, mode: 0o700 })
      const all = await sites()
      for (const { site } of all)
        await pipeline(
          Readable.from(csvOf(site)),
          createWriteStream(join(draft, `${site}.csv`), { mode: 0o600, flush: true }),
        )
      const folder = join(directory, day)
      await rm(folder, { recursive: true, force: true })
      await rename(draft, folder)
      await removeOld(directory, day)
      return `${day}, ${all.length === 1 ? '1 site' : `${all.length} sites`}`
    },
  }
}

// Those that lie ahead were written before the clock was set back.
async function removeOld(directory: string, today: string): Promise<void> {
  const folders = (await readdir(directory)).filter((name) => folderPattern.test(name) && name <= today)
  for (const old of folders.sort().slice(0, -keptWeeks)) await rm(join(directory, old), { recursive: true })
}
