import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { HistoryJson } from '../../../src/readings/recording/records-routes.ts'
import { instantText } from '../locale/instants.ts'
import { counterText } from '../locale/numbers.ts'
import { QueryView } from '../page/query-view.tsx'
import { useService } from '../service/service-context.ts'
import { useSiteZone } from '../sites/use-sites.ts'
import classes from './readings.module.css'
import { texts } from './texts.ts'

type Revision = HistoryJson['history'][number]

/** Every value that a reading ever had, the newest first. */
export function ReadingHistory({ id, site }: { id: string; site: string }) {
  const zone = useSiteZone(site)
  const service = useService()
  const query = useQuery({
    queryKey: ['records', id, 'history'],
    queryFn: () => service.get<HistoryJson>(`/records/${id}/history`),
  })
  return (
    <QueryView query={query}>
      {({ history, confirmations = [] }) => (
        <ul className={classes['history']}>
          {confirmations.map(({ at, by, note }) => (
            <Entry key={at} what={texts.history.confirmed} at={at} by={by}>
              “{note}”
            </Entry>
          ))}
          {history.toReversed().map((revision, index) => (
            <Entry
              key={revision.at + String(index)}
              what={nameOf(revision, index === history.length - 1)}
              at={revision.at}
              by={texts.history.by(revision.by, originOf(revision))}
            >
              {valuesOf(revision, zone)}
            </Entry>
          ))}
        </ul>
      )}
    </QueryView>
  )
}

function Entry({ what, at, by, children }: { what: string; at: string; by: string; children: string | string[] }) {
  return (
    <li>
      <Text size="sm" fw={600}>
        {what} · {instantText(at)}
      </Text>
      <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {by}
      </Text>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Text>
    </li>
  )
}

function nameOf({ withdrawn }: Revision, isFirst: boolean): string {
  if (withdrawn) return texts.history.withdrawn
  return isFirst ? texts.history.first : texts.history.corrected
}

function originOf({ origin }: Revision): string {
  return texts.history.origins[origin as keyof typeof texts.history.origins] ?? origin
}

function valuesOf({ values: { timestamp, meterValue, inverterKwh, note } }: Revision, zone: string): string {
  const parts = [
    meterValue !== null && `${texts.columns.meterValue} ${counterText(meterValue)}`,
    inverterKwh !== null && `${texts.columns.inverterKwh} ${counterText(inverterKwh)}`,
    instantText(timestamp, zone),
    note,
  ]
  return parts.filter(Boolean).join(' · ')
}
