import { useQuery } from '@tanstack/react-query'
import type { SiteJson } from '../../../src/sites/sites-routes.ts'
import { useMay, useService } from '../service/service-context.ts'

/** All sites; only operators and administrators may see them. */
export function useSites() {
  const service = useService()
  const enabled = useMay('readings:correct')
  return useQuery({
    queryKey: ['sites'],
    queryFn: async () => (await service.get<{ sites: SiteJson[] }>('/sites')).sites,
    enabled,
    staleTime: 60_000,
  })
}
