import { Button, Paper, Text, Title } from '@mantine/core'
import type { Doubt } from '../../../src/readings/doubts/doubt.ts'
import type { ReadingAnswerJson } from '../../../src/readings/reading-schemas.ts'
import { Icon } from '../icons.tsx'
import { instantText } from '../locale/instants.ts'
import { amountText, counterText } from '../locale/numbers.ts'
import classes from './recording.module.css'
import { riseSince } from './rise.ts'
import { texts } from './texts.ts'
import type { PreviousValue } from './use-previous.ts'
import type { WaitingReading } from './waiting-store.ts'

export interface Outcome {
  reading: WaitingReading
  previous: PreviousValue | undefined
  /** The service's; undefined where the reading waits for a connection. */
  answer: ReadingAnswerJson | undefined
}

/** What became of a reading. */
export function Saved({ outcome, onAnother }: { outcome: Outcome; onAnother(): void }) {
  const { reading, previous, answer } = outcome
  const { timestamp, meterValue, inverterKwh } = reading.record
  const value = meterValue ?? inverterKwh ?? 0
  const rise = previous && riseSince(previous, value, new Date(timestamp).getTime())
  const warnings = answer?.warnings ?? []
  const title = answer ? titleFor(warnings) : texts.waitsTitle
  return (
    <Paper withBorder p="xl" maw={560} role="status" className={classes['saved']}>
      <span className={classes['mark']} data-kind={answer ? 'sent' : 'waiting'}>
        <Icon name={answer ? 'check' : 'waiting'} size={28} />
      </span>
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text className={classes['savedValue']}>
        {counterText(value)} {texts.kilowattHours}
      </Text>
      <Text c="dimmed" size="sm">
        {instantText(timestamp)}
        {rise && rise.kilowattHours > 0 && ` · ${texts.more(amountText(rise.kilowattHours))}`}
      </Text>
      {!answer && <Text size="sm">{texts.waitsHint}</Text>}
      {warnings.map(({ code, message }) => (
        <Text key={message} size="sm">
          {texts.doubts[code as Doubt['code']] ?? message}
        </Text>
      ))}
      <Button mt="md" size="md" variant="default" onClick={onAnother} autoFocus>
        {texts.another}
      </Button>
    </Paper>
  )
}

function titleFor(warnings: readonly unknown[]): string {
  return warnings.length > 0 ? texts.savedDoubtful : texts.savedTitle
}
