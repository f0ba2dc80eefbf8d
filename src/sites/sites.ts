import type { Clock } from '../clock.ts'
import type { Database } from '../database/engine.ts'
import { homeSite, type SheetPlace, type Site } from './site.ts'
import { addSite, type NewSite, noSite, removeSite, type SiteUpdate, updateSite } from './site-changes.ts'
import { createSitesStore, type SiteChange } from './sites-store.ts'

export interface Sites {
  /** At once, but for one look-up of each second that waits for the database, and for what is not known yet. */
  find(site: string): Site | undefined | Promise<Site | undefined>
  names(): Promise<readonly string[]>
  all(): Promise<readonly Site[]>
  /** @throws Problem 404 */
  get(site: string): Promise<Site>
  /** @throws Problem 400 for a bad zone, 409 where the name or the sheet is taken */
  create(site: NewSite): Promise<Site>
  /** Counts at once, in other processes within a second. @throws Problem 400, 404, or 409 where the sheet is taken */
  change(site: string, update: SiteUpdate): Promise<Site>
  /** @throws Problem 404, or 409 for `home` and for a site that something hangs on */
  remove(site: string): Promise<void>
}

interface SitesDependencies {
  database: Database
  clock: Clock
  /** The zone of the site `home` until a person chooses another. */
  homeTimeZone: string
  /** Where the site `home` is shown as long as it is given no sheet of its own; asked again every second. */
  homeSheet?: () => Promise<SheetPlace | null>
}

/** How long another process' change to a site may go unnoticed. */
const staleAfterMilliseconds = 1000

/** The sites, kept in memory since every request asks for one; `home` is there from the start. */
export async function createSites(dependencies: SitesDependencies): Promise<Sites> {
  const { database, clock, homeTimeZone, homeSheet = async () => null } = dependencies
  const store = createSitesStore(database)
  await store.ensureHome({ name: 'Home', timeZone: homeTimeZone })
  const known = createMemory(clock, async () => withHomeSheet(await store.list(), await homeSheet()))
  await known.load()
  const changed = async (work: (change: SiteChange) => Promise<void>): Promise<void> => {
    await store.change(work)
    await known.load()
  }
  const get = async (name: string): Promise<Site> => {
    const site = await known.find(name)
    if (!site) throw noSite(name)
    return site
  }
  return {
    find: (site) => known.find(site),
    names: async () => (await known.all()).map(({ site }) => site),
    all: () => known.all(),
    get,
    create: async (site) => {
      const surroundings = { homeSheet: await homeSheet() }
      await changed((change) => addSite(change, site, surroundings))
      return get(site.site)
    },
    change: async (site, update) => {
      const surroundings = { homeSheet: await homeSheet() }
      await changed((change) => updateSite(change, site, update, surroundings))
      return get(site)
    },
    remove: (site) => changed((change) => removeSite(change, site)),
  }
}

interface Memory {
  find(site: string): Site | undefined | Promise<Site | undefined>
  all(): Promise<readonly Site[]>
  load(): Promise<void>
}

function createMemory(clock: Clock, list: () => Promise<Site[]>): Memory {
  let known = new Map<string, Site>()
  let loadedAt = Number.NEGATIVE_INFINITY
  let loading: Promise<void> | undefined
  let generation = 0
  const load = async (): Promise<void> => {
    const startedAt = clock()
    const mine = ++generation
    const sites = await list()
    // A look that began before a change must not bring back what was before it.
    if (mine !== generation) return
    known = new Map(sites.map((site) => [site.site, site]))
    loadedAt = startedAt
  }
  const isStale = (): boolean => Math.abs(clock() - loadedAt) >= staleAfterMilliseconds
  const reload = async (): Promise<Map<string, Site>> => {
    loading ??= load().finally(() => {
      loading = undefined
    })
    await loading
    return known
  }
  return {
    // Another process may just have made it.
    find: (site) => (isStale() ? undefined : known.get(site)) ?? reload().then((sites) => sites.get(site)),
    all: async () => [...(isStale() ? await reload() : known).values()],
    load,
  }
}

function withHomeSheet(sites: readonly Site[], homeSheet: SheetPlace | null): Site[] {
  return sites.map((site) => (site.site === homeSite ? { ...site, sheet: site.sheet ?? homeSheet } : site))
}
