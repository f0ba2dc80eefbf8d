import { useSites } from '../sites/use-sites.ts'
import { texts } from './texts.ts'

/** Says which sites an account is bound to; null is all. */
export function useSiteNames(): (sites: readonly string[] | null) => string {
  const { data: known = [] } = useSites()
  return (sites) => {
    if (sites === null) return texts.allSites
    const [only] = sites
    if (sites.length > 1 || only === undefined) return texts.sites(sites.length)
    return known.find(({ site }) => site === only)?.name ?? only
  }
}
