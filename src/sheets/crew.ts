import { type JobStatus, sheetJobName } from '../operations/jobs.ts'
import type { Mirror } from './mirror.ts'
import type { MirroredSite } from './mirrored-site.ts'
import type { SheetStatus } from './sheet-status.ts'

export interface Crew {
  of(site: string): Mirror | undefined
  sites(): string[]
  statuses(): ({ site: string } & SheetStatus)[]
  jobs(): JobStatus[]
  /** Ends the mirrors of sites that are not wanted, or not there, any more, and begins those that are missing. */
  follow(wanted: readonly MirroredSite[]): Promise<void>
}

export function createCrew(begin: (mirrored: MirroredSite) => Mirror): Crew {
  const running = new Map<string, { mirrored: MirroredSite; mirror: Mirror }>()
  return {
    of: (site) => running.get(site)?.mirror,
    sites: () => [...running.keys()],
    statuses: () => [...running].map(([site, { mirror }]) => ({ site, ...mirror.status() })),
    jobs: () => [...running].map(([site, { mirror }]) => jobOf(site, mirror)),
    follow: async (wanted) => {
      const gone = [...running.values()].filter(
        ({ mirrored }) => !wanted.some((candidate) => isSame(candidate, mirrored)),
      )
      for (const { mirrored } of gone) running.delete(mirrored.site)
      await Promise.all(gone.map(({ mirror }) => mirror.stop()))
      for (const mirrored of wanted)
        if (!running.has(mirrored.site)) running.set(mirrored.site, { mirrored, mirror: begin(mirrored) })
    },
  }
}

function jobOf(site: string, mirror: Mirror): JobStatus {
  const { state, detail } = mirror.status()
  const { lastAt, nextAt } = mirror.looks()
  const outcome = state === 'ok' ? 'ok' : 'failed'
  return {
    name: sheetJobName(site),
    description: `Looks at the sheet of ${site}, writes what waits and takes in what people did`,
    lastRunAt: lastAt,
    outcome: lastAt === null ? null : outcome,
    detail,
    nextRunAt: nextAt,
  }
}

function isSame(one: MirroredSite, other: MirroredSite): boolean {
  return one.site === other.site && one.spreadsheetId === other.spreadsheetId && one.tab === other.tab
}
