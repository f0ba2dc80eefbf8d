import { Problem } from '../problem.ts'
import { timeZoneNamed } from '../setting-types.ts'
import { homeSite, isSamePlace, type SheetPlace, type Site } from './site.ts'
import type { SiteChange } from './sites-store.ts'

export type NewSite = Pick<Site, 'site' | 'name' | 'timeZone'> & SiteUpdate
export type SiteUpdate = Partial<Omit<Site, 'site'>>

interface Surroundings {
  /** Where the settings show `home`, as long as it has no sheet of its own. */
  homeSheet: SheetPlace | null
}

/** @throws Problem 400 for a bad zone, 409 where the name or the sheet is taken */
export async function addSite(change: SiteChange, wanted: NewSite, surroundings: Surroundings): Promise<void> {
  const sites = await change.list()
  if (sites.some(({ site }) => site === wanted.site))
    throw new Problem(409, `There is a site named ${wanted.site} already.`, { type: 'name-taken' })
  await change.insert(checked({ ...blank, ...wanted }, sites, surroundings))
}

/** @throws Problem 400, 404, or 409 where the sheet is taken */
export async function updateSite(
  change: SiteChange,
  name: string,
  update: SiteUpdate,
  surroundings: Surroundings,
): Promise<void> {
  const sites = await change.list()
  const site = checked({ ...found(sites, name), ...update }, sites, surroundings)
  await change.update(site, update.timeZone !== undefined)
}

/** @throws Problem 404, or 409 for `home` and for a site that something hangs on */
export async function removeSite(change: SiteChange, name: string): Promise<void> {
  found(await change.list(), name)
  if (name === homeSite)
    throw new Problem(409, 'The site home cannot be deleted; it is the one that calls without a site mean.', {
      type: 'home-stays',
    })
  const { readings, connectors, accounts } = await change.contents(name)
  if (readings > 0)
    throw new Problem(
      409,
      `The site ${name} has ${readings} ${readings === 1 ? 'reading' : 'readings'}, withdrawn ones included, and readings are kept for good; it cannot be deleted.`,
      { type: 'site-in-use' },
    )
  if (connectors.length > 0)
    throw new Problem(409, `The site ${name} is used by the connector ${connectors.join(', ')}; delete that first.`, {
      type: 'site-in-use',
    })
  if (accounts.length > 0)
    throw new Problem(409, `Bound to the site ${name}: the account ${accounts.join(', ')}; change that first.`, {
      type: 'site-in-use',
    })
  await change.remove(name)
}

/** @throws Problem 404 */
function found(sites: readonly Site[], name: string): Site {
  const site = sites.find((candidate) => candidate.site === name)
  if (site) return site
  throw noSite(name)
}

/** A site that was named is not there. */
export function noSite(name: string): Problem {
  return new Problem(404, `There is no site named ${name}.`, { type: 'unknown-site' })
}

const blank: Omit<Site, 'site' | 'name' | 'timeZone'> = {
  sheet: null,
  meterDigits: null,
  meterMaxPerDay: null,
  inverterMaxPerDay: null,
  expectEveryMilliseconds: null,
}

function checked(site: Site, sites: readonly Site[], { homeSheet }: Surroundings): Site {
  const timeZone = timeZoneNamed(site.timeZone)
  if (timeZone === undefined)
    throw new Problem(400, 'The body is not as it should be; see errors.', {
      type: 'invalid-input',
      errors: [{ path: '/timeZone', message: 'is no IANA time zone such as Europe/Berlin' }],
    })
  const { sheet } = site
  if (!sheet) return { ...site, timeZone }
  const other = sites.find((candidate) => {
    const place = candidate.sheet ?? (candidate.site === homeSite ? homeSheet : null)
    return candidate.site !== site.site && place !== null && isSamePlace(place, sheet)
  })
  if (other)
    throw new Problem(
      409,
      `The tab ${sheet.tab} of that spreadsheet shows the site ${other.site} already; name another tab.`,
      { type: 'sheet-taken' },
    )
  return { ...site, timeZone }
}
