import { useQuery } from '@tanstack/react-query'
import type { JobJson } from '../../../src/operations/status-routes.ts'
import { useService } from '../service/service-context.ts'

const againMilliseconds = 10_000

/** The jobs of the mirror are called so, with the site behind. */
export const sheetPrefix = 'sheet '

/** What the service does by itself; only administrators may see it. */
export function useJobs(enabled = true) {
  const service = useService()
  return useQuery({
    queryKey: ['status'],
    queryFn: async () => (await service.get<{ jobs: JobJson[] }>('/status')).jobs,
    enabled,
    refetchInterval: againMilliseconds,
  })
}
