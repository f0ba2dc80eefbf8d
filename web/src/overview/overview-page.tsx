import { Button, SimpleGrid } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { CurrentReadingJson } from '../../../src/readings/reading-schemas.ts'
import { Icon } from '../icons.tsx'
import { Empty } from '../page/empty.tsx'
import { Page } from '../page/page.tsx'
import { QueryView } from '../page/query-view.tsx'
import { useCurrentReading } from '../readings/use-current-reading.ts'
import { useMay } from '../service/service-context.ts'
import { useCurrentSite } from '../sites/current-site.ts'
import { CounterCard } from './counter-card.tsx'
import { energySoFar, type Flow } from './energy.ts'
import { EnergyCharts } from './energy-charts.tsx'
import { StatusLines } from './status-lines.tsx'
import { texts } from './texts.ts'
import { useEnergy } from './use-energy.ts'

/** What the meters show now, what that means, and whether all is well. */
export function OverviewPage() {
  const site = useCurrentSite()
  const current = useCurrentReading(site)
  return (
    <Page title={texts.title} actions={<AddButton />}>
      <QueryView query={current}>
        {(reading) => (reading ? <Energy site={site} latest={reading.latest} /> : <NoReading />)}
      </QueryView>
      {/* Not before what stands above it, which would push it down. */}
      {!current.isPending && <StatusLines />}
    </Page>
  )
}

function Energy({ site, latest }: { site: string; latest: CurrentReadingJson['latest'] }) {
  const { days, months, lastYear, dayOfMonth } = useEnergy(site)
  const soFar = (flow: Flow) => {
    const known = days.data ?? (days.isError ? [] : undefined)
    return known && energySoFar(flow, { days: known, lastYear: lastYear.data ?? [], latest, dayOfMonth })
  }
  const produced = soFar('produced')
  const imported = soFar('imported')
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <CounterCard flow="produced" latest={latest.inverterKwh} energy={produced} />
        <CounterCard flow="imported" latest={latest.meterValue} energy={imported} />
      </SimpleGrid>
      <EnergyCharts days={days} months={months} produced={produced} imported={imported} />
    </>
  )
}

function AddButton() {
  if (!useMay('readings:write')) return null
  return (
    <Button component={Link} to="/add" leftSection={<Icon name="add" size={18} />} visibleFrom="md">
      {texts.add}
    </Button>
  )
}

function NoReading() {
  const mayAdd = useMay('readings:write')
  return (
    <Empty icon="meter" title={texts.none} hint={texts.noneHint}>
      {mayAdd && (
        <Button component={Link} to="/add">
          {texts.addFirst}
        </Button>
      )}
    </Empty>
  )
}
