import { statfs } from 'node:fs/promises'
import type { Clock } from '../clock.ts'
import type { SheetHealth, SheetLoad } from '../operations/health.ts'
import type { Jobs } from '../operations/jobs.ts'
import type { Facts } from './rules.ts'

/** Those who know how things are. */
export interface Surroundings {
  dataDir: string
  clock: Clock
  sites: { all(): Promise<readonly { site: string; expectEveryMilliseconds: number | null }[]> }
  readings: { current(site: string): Promise<{ newest: { timestamp: number } } | undefined> }
  sheets: {
    load(): Promise<SheetLoad | undefined>
    siteStatus(site: string): SheetHealth | undefined
  }
  outgrown: Facts['outgrown']
  jobs: Pick<Jobs, 'list'>
}

/** What the alerts' rules look at. */
export async function factsOf(surroundings: Surroundings): Promise<Facts> {
  const { dataDir, clock, sites, readings, sheets, outgrown, jobs } = surroundings
  const { bavail, blocks, bsize } = await statfs(dataDir)
  const newestOf = async (site: string) => (await readings.current(site))?.newest.timestamp ?? null
  return {
    now: clock(),
    sites: await Promise.all(
      (await sites.all()).map(async ({ site, expectEveryMilliseconds }) => ({
        site,
        expectEveryMilliseconds,
        newestReadingAt: expectEveryMilliseconds === null ? null : await newestOf(site),
        sheet: sheets.siteStatus(site) ?? null,
      })),
    ),
    oldestWaitingSeconds: (await sheets.load())?.oldestWaitingSeconds ?? 0,
    outgrown,
    disk: { freeBytes: bavail * bsize, totalBytes: blocks * bsize },
    failedJobs: (await jobs.list()).flatMap(({ name, outcome, detail }) =>
      outcome === 'failed' && name !== 'alerts' ? [{ name, detail: detail ?? '' }] : [],
    ),
  }
}
