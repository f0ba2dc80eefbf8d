import { Button, Group, Paper, Text, Title } from '@mantine/core'
import { Icon } from '../icons.tsx'
import { instantText } from '../locale/instants.ts'
import { counterText } from '../locale/numbers.ts'
import { usePerson } from '../service/service-context.ts'
import classes from './recording.module.css'
import { texts } from './texts.ts'
import { useOutbox, useWaitingReadings } from './use-outbox.ts'
import type { WaitingReading } from './waiting-store.ts'

/** What this person has added on this device and the service has not taken yet. */
export function WaitingList() {
  const waiting = useWaitingReadings()
  const outbox = useOutbox()
  const username = usePerson()?.username ?? ''
  if (waiting.length === 0) return null
  return (
    <Paper component="section" withBorder p="md" maw={560} aria-label={texts.waiting(waiting.length)}>
      <Group justify="space-between" gap="xs">
        <Title order={2} size="h5">
          {texts.waiting(waiting.length)}
        </Title>
        <Button size="xs" variant="default" onClick={() => outbox.sendWaiting(username)}>
          {texts.sendNow}
        </Button>
      </Group>
      <Text size="sm" c="dimmed" mt={4}>
        {texts.waitingHint}
      </Text>
      <ul className={classes['waiting']}>
        {waiting.map((reading) => (
          <WaitingItem key={reading.id} reading={reading} onDiscard={() => outbox.remove(reading.id)} />
        ))}
      </ul>
    </Paper>
  )
}

function WaitingItem({ reading, onDiscard }: { reading: WaitingReading; onDiscard(): unknown }) {
  const { timestamp, meterValue, inverterKwh } = reading.record
  const field = meterValue === undefined ? 'inverterKwh' : 'meterValue'
  return (
    <li>
      <Icon name={reading.refusal === undefined ? 'waiting' : 'warning'} size={18} />
      <div>
        <Text fw={600}>
          {counterText(meterValue ?? inverterKwh ?? 0)} {texts.kilowattHours}
        </Text>
        <Text size="sm" c="dimmed">
          {texts.counters[field]} · {instantText(timestamp)}
        </Text>
        {reading.refusal !== undefined && (
          <Text size="sm" c="var(--mantine-color-error)">
            {texts.refused} {reading.refusal}
          </Text>
        )}
      </div>
      {reading.refusal !== undefined && (
        <Button size="xs" variant="default" onClick={onDiscard}>
          {texts.discard}
        </Button>
      )}
    </li>
  )
}
