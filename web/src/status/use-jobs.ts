import { useQuery } from '@tanstack/react-query'
import type { JobJson } from '../../../src/operations/status-routes.ts'
import { useService } from '../service/service-context.ts'

const againMilliseconds = 10_000

/** What the service does by itself. */
export function useJobs() {
  const service = useService()
  return useQuery({
    queryKey: ['status'],
    queryFn: async () => (await service.get<{ jobs: JobJson[] }>('/status')).jobs,
    refetchInterval: againMilliseconds,
  })
}
