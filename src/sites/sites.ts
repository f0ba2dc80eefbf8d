import type { Clock } from '../clock.ts'
import type { Database } from '../database/engine.ts'
import type { Site } from './site.ts'
import { allSites, ensureSite } from './sites-store.ts'

export interface Sites {
  /** At once, but for one look-up of each second that waits for the database. */
  find(site: string): Site | undefined | Promise<Site | undefined>
  names(): Promise<readonly string[]>
  all(): Promise<readonly Site[]>
}

interface SitesDependencies {
  database: Database
  clock: Clock
  /** The zone of the site `home`. */
  homeTimeZone: string
}

/** How long another process' change to a site may go unnoticed. */
const staleAfterMilliseconds = 1000

/** The sites, kept in memory since every request asks for one; `home` is there from the start. */
export async function createSites({ database, clock, homeTimeZone }: SitesDependencies): Promise<Sites> {
  await ensureSite(database.sql, { site: 'home', name: 'Home', timeZone: homeTimeZone })
  let known = new Map<string, Site>()
  let loadedAt = Number.NEGATIVE_INFINITY
  let loading: Promise<void> | undefined
  const load = async (): Promise<void> => {
    const startedAt = clock()
    known = new Map((await allSites(database.sql)).map((site) => [site.site, site]))
    loadedAt = startedAt
  }
  const isStale = (): boolean => Math.abs(clock() - loadedAt) >= staleAfterMilliseconds
  const fresh = async (): Promise<Map<string, Site>> => {
    if (isStale()) {
      loading ??= load().finally(() => {
        loading = undefined
      })
      await loading
    }
    return known
  }
  await load()
  return {
    find: (site) => (isStale() ? fresh().then((sites) => sites.get(site)) : known.get(site)),
    names: async () => [...(await fresh()).keys()],
    all: async () => [...(await fresh()).values()],
  }
}
