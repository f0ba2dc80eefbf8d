import { Paper, SimpleGrid, Skeleton, Text, Title } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useMemo } from 'react'
import type { StatisticsJson } from '../../../src/readings/statistics/statistics-routes.ts'
import { dayNames } from '../locale/calendar.ts'
import { QueryView } from '../page/query-view.tsx'
import { useCurrentSite } from '../sites/current-site.ts'
import { useSiteZone } from '../sites/use-sites.ts'
import { amountsOf, type EnergySoFar } from './energy.ts'
import { texts } from './texts.ts'

type Intervals = StatisticsJson['intervals']

const BarChart = lazy(async () => ({ default: (await import('../chart/bar-chart.tsx')).BarChart }))
const Waiting = () => <Skeleton height={248} />

interface EnergyChartsProps {
  days: UseQueryResult<Intervals>
  months: UseQueryResult<Intervals>
  produced: EnergySoFar | undefined
  imported: EnergySoFar | undefined
}

export function EnergyCharts({ days, months, produced, imported }: EnergyChartsProps) {
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      <Card title={texts.days}>
        <QueryView query={days} whileLoading={<Waiting />}>
          {(intervals) => (
            <EnergyChart
              kind="day"
              intervals={intervals}
              produced={produced?.today ?? null}
              imported={imported?.today ?? null}
            />
          )}
        </QueryView>
      </Card>
      <Card title={texts.months}>
        <QueryView query={months} whileLoading={<Waiting />}>
          {(intervals) => (
            <EnergyChart
              kind="month"
              intervals={intervals}
              produced={produced?.month ?? null}
              imported={imported?.month ?? null}
            />
          )}
        </QueryView>
      </Card>
    </SimpleGrid>
  )
}

function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper component="section" withBorder p="lg" aria-label={title} miw={0}>
      <Title order={2} size="h5" mb="xs">
        {title}
      </Title>
      {children}
    </Paper>
  )
}

const namings = {
  day: { title: texts.days, short: 'day', full: 'day' },
  month: { title: texts.months, short: 'month', full: 'monthAndYear' },
} as const

interface EnergyChartProps {
  kind: 'day' | 'month'
  intervals: Intervals
  produced: number | null
  imported: number | null
}

function EnergyChart({ kind, intervals, produced, imported }: EnergyChartProps) {
  const { title, short, full } = namings[kind]
  const zone = useSiteZone(useCurrentSite())
  const places = useMemo(() => {
    const names = dayNames(zone)
    return intervals.map(({ from }) => ({ short: names[short](from), full: names[full](from) }))
  }, [intervals, zone, short, full])
  const series = useMemo(
    () =>
      [
        { label: texts.produced, color: '--produced', values: amountsOf('produced', intervals, produced) },
        { label: texts.imported, color: '--imported', values: amountsOf('imported', intervals, imported) },
      ].filter(({ values }) => values.some((value) => value !== null)),
    [intervals, produced, imported],
  )
  if (series.length === 0) return <Text c="dimmed">{texts.noEnergy}</Text>
  return (
    <Suspense fallback={<Waiting />}>
      <BarChart title={title} unit={texts.kilowattHours} places={places} series={series} />
    </Suspense>
  )
}
