import { SimpleGrid } from '@mantine/core'
import { Empty } from '../page/empty.tsx'
import { Page } from '../page/page.tsx'
import { QueryView } from '../page/query-view.tsx'
import { useCurrentReading } from '../readings/use-current-reading.ts'
import { useCurrentSite } from '../sites/current-site.ts'
import { CounterCard } from './counter-card.tsx'
import { texts } from './texts.ts'

/** What the meters show now. */
export function OverviewPage() {
  const current = useCurrentReading(useCurrentSite())
  return (
    <Page title={texts.title}>
      <QueryView query={current}>
        {(reading) =>
          reading ? (
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
              <CounterCard title={texts.inverter} latest={reading.latest.inverterKwh} />
              <CounterCard title={texts.meter} latest={reading.latest.meterValue} />
            </SimpleGrid>
          ) : (
            <Empty icon="meter" title={texts.none} hint={texts.noneHint} />
          )
        }
      </QueryView>
    </Page>
  )
}
