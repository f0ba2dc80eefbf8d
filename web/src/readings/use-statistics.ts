import { useQuery } from '@tanstack/react-query'
import type { StatisticsJson } from '../../../src/readings/statistics-routes.ts'
import { isoDay } from '../locale/calendar.ts'
import { useService } from '../service/service-context.ts'

interface Wanted {
  interval: 'day' | 'month'
  from: Date
  to?: Date
}

/** A site's energy by days or months. */
export function useStatistics(site: string, { interval, from, to }: Wanted) {
  const service = useService()
  const range = { from: isoDay(from), ...(to && { to: isoDay(to) }) }
  return useQuery({
    queryKey: ['readings', 'statistics', site, interval, range],
    queryFn: async () => {
      const query = { site, interval, ...range }
      return (await service.get<StatisticsJson>('/readings/statistics', query)).intervals
    },
  })
}
