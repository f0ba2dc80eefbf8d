import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { CounterField } from '../../../src/readings/counter.ts'
import type { Doubt } from '../../../src/readings/doubts/doubt.ts'
import { useService } from '../service/service-context.ts'
import type { PreviousValue } from './use-previous.ts'

const typingMilliseconds = 350

export interface Typed {
  site: string
  field: CounterField
  value: number | undefined
  timestamp: string | undefined
}

/** What speaks against what is being typed: asked of the service, and without a connection seen from the value before. */
export function useDoubts(typed: Typed, previous: PreviousValue | undefined): readonly Doubt['code'][] {
  const service = useService()
  const [asked] = useDebouncedValue(typed, typingMilliseconds)
  const { site, field, value, timestamp } = asked
  const check = useQuery({
    queryKey: ['records', 'check', site, field, value, timestamp],
    queryFn: async () => {
      const record = { site, [field]: value, ...(timestamp !== undefined && { timestamp }) }
      const { warnings } = await service.post<{ warnings: Doubt[] }>('/records/check', record)
      return warnings.map(({ code }) => code)
    },
    enabled: value !== undefined,
    retry: false,
  })
  if (typed.value === undefined) return []
  const isAnswered = check.data !== undefined && isSame(asked, typed)
  if (isAnswered) return [...new Set(check.data)]
  return previous && typed.value < previous.value ? ['counter-fell'] : []
}

function isSame(one: Typed, other: Typed): boolean {
  return (['site', 'field', 'value', 'timestamp'] as const).every((key) => one[key] === other[key])
}
