import { Paper, Text, Title } from '@mantine/core'
import { Age } from './age.tsx'
import type { CurrentReading } from './api.ts'
import { texts } from './texts.ts'

interface CounterCardProps {
  title: string
  latest: CurrentReading['latest']['meterValue']
}

const numbers = new Intl.NumberFormat(undefined, { maximumFractionDigits: 3 })

/** One counter with its unit, its age and where it came from. */
export function CounterCard({ title, latest }: CounterCardProps) {
  return (
    <Paper component="section" withBorder p="lg" aria-label={title}>
      <Title order={2} size="sm" c="dimmed" fw={500}>
        {title}
      </Title>
      {latest ? (
        <>
          <Text className="value">
            {numbers.format(latest.value)} <span className="unit">{texts.current.kilowattHours}</span>
          </Text>
          <Text size="sm" c="dimmed">
            <Age timestamp={latest.timestamp} />
            <br />
            {texts.current.source(latest.source)}
          </Text>
        </>
      ) : (
        <Text mt="xs">{texts.current.noValue}</Text>
      )}
    </Paper>
  )
}
