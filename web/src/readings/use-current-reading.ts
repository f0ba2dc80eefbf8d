import { useQuery } from '@tanstack/react-query'
import type { CurrentReadingJson } from '../../../src/readings/reading-schemas.ts'
import { statusOf } from '../service/api-error.ts'
import { useService } from '../service/service-context.ts'

/** The newest values of a site; null where it has no reading yet. */
export function useCurrentReading(site: string) {
  const service = useService()
  return useQuery({
    queryKey: ['readings', 'current', site],
    queryFn: async () => {
      try {
        return await service.get<CurrentReadingJson>('/readings/current', { site })
      } catch (error) {
        if (statusOf(error) === 404) return null
        throw error
      }
    },
  })
}
