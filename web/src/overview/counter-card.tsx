import '@mantine/core/styles/Skeleton.css'
import { Paper, Skeleton, Text, Title } from '@mantine/core'
import type { CurrentReadingJson } from '../../../src/readings/reading-schemas.ts'
import { Icon } from '../icons.tsx'
import { amountText, changeText, counterText } from '../locale/numbers.ts'
import { Age } from '../page/age.tsx'
import classes from './counter-card.module.css'
import type { EnergySoFar, Flow } from './energy.ts'
import { texts } from './texts.ts'

interface CounterCardProps {
  flow: Flow
  latest: CurrentReadingJson['latest']['meterValue']
  /** Undefined while it is on its way. */
  energy: EnergySoFar | undefined
}

const icons = { produced: 'sun', imported: 'meter' } as const

/** One counter with its age, where it came from, and its energy of late. */
export function CounterCard({ flow, latest, energy }: CounterCardProps) {
  return (
    <Paper component="section" withBorder p="lg" aria-label={texts.counters[flow]}>
      <Title order={2} size="sm" fw={500} className={classes['title']} data-flow={flow}>
        <Icon name={icons[flow]} />
        {texts.counters[flow]}
      </Title>
      {latest ? (
        <>
          <Text className={classes['value']}>
            {counterText(latest.value)} <span className={classes['unit']}>{texts.kilowattHours}</span>
          </Text>
          <Text size="sm" c="dimmed" className={classes['origin']}>
            <Age timestamp={latest.timestamp} /> · {texts.source(latest.source)}
          </Text>
          <Facts energy={energy} />
        </>
      ) : (
        <Text mt="xs" c="dimmed">
          {texts.noValue}
        </Text>
      )}
    </Paper>
  )
}

function Facts({ energy }: { energy: EnergySoFar | undefined }) {
  const facts = [
    { name: texts.today, value: amountOrNone(energy?.today) },
    { name: texts.month, value: amountOrNone(energy?.month) },
    { name: texts.change, value: energy?.change == null ? texts.notKnown : changeText(energy.change) },
  ]
  return (
    <dl className={classes['facts']}>
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{energy ? value : <Skeleton height={18} width={64} mt={4} />}</dd>
        </div>
      ))}
    </dl>
  )
}

function amountOrNone(amount: number | null | undefined): string {
  return amount == null ? texts.notKnown : `${amountText(amount)} ${texts.kilowattHours}`
}
