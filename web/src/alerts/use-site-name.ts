import { useSites } from '../sites/use-sites.ts'

/** How people call a site; undefined where there is only one, which needs no name. */
export function useSiteName(site: string): string | undefined {
  const { data: sites = [] } = useSites()
  return sites.length < 2 ? undefined : (sites.find((one) => one.site === site)?.name ?? site)
}
