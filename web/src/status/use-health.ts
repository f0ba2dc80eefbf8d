import { useQuery } from '@tanstack/react-query'
import type { HealthJson } from '../../../src/operations/operations-routes.ts'
import { useService } from '../service/service-context.ts'

const againMilliseconds = 30_000

/** How the service is, looked at again every now and then. */
export function useHealth() {
  const service = useService()
  return useQuery({
    queryKey: ['health'],
    queryFn: () => service.get<HealthJson>('/health'),
    refetchInterval: againMilliseconds,
  })
}
