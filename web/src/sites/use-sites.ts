import { useQuery } from '@tanstack/react-query'
import type { KnownSiteJson, SiteJson } from '../../../src/sites/sites-routes.ts'
import { deviceZone } from '../locale/instants.ts'
import { useMay, useService } from '../service/service-context.ts'
import { locale } from '../texts/language.ts'

const freshMilliseconds = 60_000

/** All sites with their settings; only operators and administrators may see them. */
export function useSites() {
  const service = useService()
  const enabled = useMay('readings:correct')
  return useQuery({
    queryKey: ['sites'],
    queryFn: async () => byName((await service.get<{ sites: SiteJson[] }>('/sites')).sites),
    enabled,
    staleTime: freshMilliseconds,
  })
}

/** The sites whose readings the person may see. */
export function useKnownSites() {
  const service = useService()
  const enabled = useMay('readings:read')
  return useQuery({
    queryKey: ['sites', 'known'],
    queryFn: async () => (await service.get<{ sites: KnownSiteJson[] }>('/readings/sites')).sites,
    enabled,
    staleTime: freshMilliseconds,
  })
}

/** House 2 before house 10. */
function byName(sites: SiteJson[]): SiteJson[] {
  return sites.toSorted((one, other) => one.name.localeCompare(other.name, locale, { numeric: true }))
}

/** The zone (IANA) of a site; this device's until the service has said it. */
export function useSiteZone(site: string): string {
  const { data: sites = [] } = useKnownSites()
  return sites.find((one) => one.site === site)?.timeZone ?? deviceZone()
}
