import { Paper, Text, Title } from '@mantine/core'
import type { CurrentReadingJson } from '../../../src/readings/reading-schemas.ts'
import { counterText } from '../locale/numbers.ts'
import { Age } from '../page/age.tsx'
import classes from './counter-card.module.css'
import { texts } from './texts.ts'

interface CounterCardProps {
  title: string
  latest: CurrentReadingJson['latest']['meterValue']
}

/** One counter with its unit, its age and where it came from. */
export function CounterCard({ title, latest }: CounterCardProps) {
  return (
    <Paper component="section" withBorder p="lg" aria-label={title}>
      <Title order={2} size="sm" c="dimmed" fw={500}>
        {title}
      </Title>
      {latest ? (
        <>
          <Text className={classes['value']}>
            {counterText(latest.value)} <span className={classes['unit']}>{texts.kilowattHours}</span>
          </Text>
          <Text size="sm" c="dimmed" className={classes['origin']}>
            <Age timestamp={latest.timestamp} /> · {texts.source(latest.source)}
          </Text>
        </>
      ) : (
        <Text mt="xs">{texts.noValue}</Text>
      )}
    </Paper>
  )
}
