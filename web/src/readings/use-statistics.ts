import { useQuery } from '@tanstack/react-query'
import type { StatisticsJson } from '../../../src/readings/statistics/statistics-routes.ts'
import { useService } from '../service/service-context.ts'

interface Wanted {
  interval: 'day' | 'month'
  /** Days of the site's calendar, such as 2026-05-31; `to` is not included. */
  from: string
  to?: string
}

/** A site's energy by days or months. */
export function useStatistics(site: string, { interval, from, to }: Wanted) {
  const service = useService()
  const range = { from, ...(to !== undefined && { to }) }
  return useQuery({
    queryKey: ['readings', 'statistics', site, interval, range],
    queryFn: async () => {
      const query = { site, interval, ...range }
      return (await service.get<StatisticsJson>('/readings/statistics', query)).intervals
    },
  })
}
