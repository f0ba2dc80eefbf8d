import { statfs } from 'node:fs/promises'
import type { Clock } from '../clock.ts'
import type { SheetHealth, SheetLoad } from '../operations/health.ts'
import type { JobStatus } from '../operations/jobs.ts'
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
  jobs(): Promise<readonly JobStatus[]>
  /** Those of the jobs that have failed for so long that people must hear of it. */
  lastingFailures(jobs: readonly JobStatus[], now: number): Facts['failedJobs']
  refusedSignIns(since: number): Promise<Facts['refusedSignIns']>
  oldCredentials(): Promise<readonly string[]>
  serverErrors: { count(): number }
  storageRisk(): Promise<string | null>
}

const hourMilliseconds = 3_600_000

/** What the alerts' rules look at. */
export async function factsOf(surroundings: Surroundings): Promise<Facts> {
  const { dataDir, clock, sheets, outgrown, jobs } = surroundings
  const now = clock()
  const { bavail, blocks, bsize } = await statfs(dataDir)
  return {
    now,
    sites: await siteFacts(surroundings),
    oldestWaitingSeconds: (await sheets.load())?.oldestWaitingSeconds ?? 0,
    outgrown,
    disk: { freeBytes: bavail * bsize, totalBytes: blocks * bsize },
    failedJobs: surroundings.lastingFailures(await jobs(), now),
    refusedSignIns: await surroundings.refusedSignIns(now - hourMilliseconds),
    oldCredentials: await surroundings.oldCredentials(),
    serverErrors: surroundings.serverErrors.count(),
    storageRisk: await surroundings.storageRisk(),
  }
}

async function siteFacts({ sites, readings, sheets }: Surroundings): Promise<Facts['sites']> {
  const newestOf = async (site: string) => (await readings.current(site))?.newest.timestamp ?? null
  return await Promise.all(
    (await sites.all()).map(async ({ site, expectEveryMilliseconds }) => ({
      site,
      expectEveryMilliseconds,
      newestReadingAt: expectEveryMilliseconds === null ? null : await newestOf(site),
      sheet: sheets.siteStatus(site) ?? null,
    })),
  )
}
