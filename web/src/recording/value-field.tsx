import { Text, TextInput } from '@mantine/core'
import { instantText } from '../locale/instants.ts'
import { amountText, counterText } from '../locale/numbers.ts'
import { Age } from '../page/age.tsx'
import classes from './recording.module.css'
import { riseSince } from './rise.ts'
import { texts } from './texts.ts'
import type { PreviousValue } from './use-previous.ts'

interface ValueFieldProps {
  text: string
  value: number | undefined
  /** When it was read; undefined for now. */
  at: string | undefined
  previous: PreviousValue | undefined
  error: string | undefined
  onChange(text: string): void
}

/** The number, between the value before it and what it means. */
export function ValueField({ text, value, at, previous, error, onChange }: ValueFieldProps) {
  return (
    <div>
      <TextInput
        label={texts.value}
        description={
          previous ? (
            <>
              <strong>{texts.previous(counterText(previous.value))}</strong>
              <br />
              {instantText(previous.timestamp)} (<Age timestamp={previous.timestamp} />)
            </>
          ) : (
            texts.noPrevious
          )
        }
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error}
        inputMode="decimal"
        enterKeyHint="done"
        autoComplete="off"
        autoFocus
        size="xl"
        rightSection={<span className={classes['unit']}>{texts.kilowattHours}</span>}
        rightSectionWidth={64}
        classNames={{
          input: classes['number'] ?? '',
          label: classes['label'] ?? '',
          description: classes['description'] ?? '',
        }}
      />
      <Text className={classes['meaning']} aria-live="polite">
        {value !== undefined && <Meaning value={value} at={at} previous={previous} />}
      </Text>
    </div>
  )
}

type MeaningProps = Pick<ValueFieldProps, 'at' | 'previous'> & { value: number }

function Meaning({ value, at, previous }: MeaningProps) {
  if (!previous) return texts.readsAs(counterText(value))
  const { kilowattHours, perDay } = riseSince(previous, value, at === undefined ? Date.now() : new Date(at).getTime())
  if (kilowattHours === 0) return `${texts.readsAs(counterText(value))} · ${texts.same}`
  if (kilowattHours < 0) return `${texts.readsAs(counterText(value))} · ${texts.less(amountText(-kilowattHours))}`
  return (
    <>
      {texts.more(amountText(kilowattHours))}
      {perDay !== undefined && (
        <>
          {' · '}
          <strong>{texts.perDay(amountText(perDay))}</strong>
        </>
      )}
    </>
  )
}
