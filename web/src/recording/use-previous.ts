import { useQuery } from '@tanstack/react-query'
import type { CounterField } from '../../../src/readings/counter.ts'
import type { CountersAtJson } from '../../../src/readings/statistics/statistics-routes.ts'
import { useCurrentReading } from '../readings/use-current-reading.ts'
import { useService } from '../service/service-context.ts'

export interface PreviousValue {
  value: number
  timestamp: string
}

/** The counter's value before an instant, or before now; undefined where none is known. */
export function usePrevious(site: string, field: CounterField, at: string | undefined): PreviousValue | undefined {
  const service = useService()
  const latest = useCurrentReading(site).data?.latest[field]
  const isBackdated = at !== undefined && latest !== undefined && at < latest.timestamp
  const around = useQuery({
    queryKey: ['readings', 'at', site, at],
    queryFn: () => service.get<CountersAtJson>('/readings/at', { site, timestamp: at }),
    enabled: isBackdated,
  })
  return isBackdated ? around.data?.[field]?.before : latest
}
