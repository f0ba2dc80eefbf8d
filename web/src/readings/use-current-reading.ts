import { useQuery } from '@tanstack/react-query'
import type { CurrentReadingJson } from '../../../src/readings/reading-schemas.ts'
import { statusOf } from '../service/api-error.ts'
import { useService } from '../service/service-context.ts'
import { keepLastKnown, lastKnown } from './last-known.ts'

/** The newest values of a site, at first those that this device knew last; null where it has no reading yet. */
export function useCurrentReading(site: string) {
  const service = useService()
  return useQuery<CurrentReadingJson | null>({
    queryKey: ['readings', 'current', site],
    queryFn: async () => {
      try {
        const reading = await service.get<CurrentReadingJson>('/readings/current', { site })
        keepLastKnown(reading)
        return reading
      } catch (error) {
        if (statusOf(error) === 404) return null
        throw error
      }
    },
    initialData: () => lastKnown(site),
    initialDataUpdatedAt: 0,
  })
}
