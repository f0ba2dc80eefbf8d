import { Button, Paper, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Failure } from '../page/failure.tsx'
import { usePerson } from '../service/service-context.ts'
import { CounterChoice } from './counter-choice.tsx'
import { Details } from './details.tsx'
import { Doubts } from './doubts.tsx'
import { rememberCounter, rememberedCounter } from './remembered-counter.ts'
import type { Outcome } from './saved.tsx'
import { texts } from './texts.ts'
import { errorsIn, type TypedReading, typedTimestamp, typedValue } from './typed-reading.ts'
import { useDoubts } from './use-doubts.ts'
import { useOutbox } from './use-outbox.ts'
import { usePrevious } from './use-previous.ts'
import { ValueField } from './value-field.tsx'
import { waitingReading } from './waiting-reading.ts'

interface ReadingFormProps {
  site: string
  onSaved(outcome: Outcome): void
}

/** The counter, its number, and whatever else a person wants to say. */
export function ReadingForm({ site, onSaved }: ReadingFormProps) {
  const [typed, setTyped] = useState<TypedReading>(() => ({ ...empty, field: rememberedCounter() }))
  const [isChecked, setIsChecked] = useState(false)
  const value = typedValue(typed)
  const timestamp = typedTimestamp(typed)
  const previous = usePrevious(site, typed.field, timestamp)
  const doubts = useDoubts({ site, field: typed.field, value, timestamp }, previous)
  const save = useSave(site, onSaved)
  const errors = errorsIn(typed, Date.now())
  const change = (part: Partial<TypedReading>): void => {
    setTyped({ ...typed, ...part })
    setIsChecked(false)
    save.reset()
  }
  const submit = (): void => {
    setIsChecked(true)
    if (Object.keys(errors).length === 0) save.mutate({ typed, previous })
  }
  return (
    <Paper withBorder p={{ base: 'md', sm: 'xl' }} maw={560}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Stack gap="md">
          <CounterChoice
            value={typed.field}
            onChange={(field) => {
              rememberCounter(field)
              change({ field })
            }}
          />
          <ValueField
            text={typed.text}
            value={value}
            at={timestamp}
            previous={previous}
            error={isChecked ? errors.value : undefined}
            onChange={(text) => change({ text })}
          />
          <Details typed={typed} timeError={errors.time} onChange={change} />
          <Doubts codes={doubts} />
          {save.isError && <Failure error={save.error} />}
          <Button type="submit" size="lg" fullWidth loading={save.isPending}>
            {doubts.length > 0 ? texts.saveDoubtful : texts.save}
          </Button>
        </Stack>
      </form>
    </Paper>
  )
}

const empty: TypedReading = { field: 'meterValue', text: '', localTime: '', note: '' }

function useSave(site: string, onSaved: (outcome: Outcome) => void) {
  const outbox = useOutbox()
  const username = usePerson()?.username ?? ''
  return useMutation({
    mutationFn: async ({ typed, previous }: { typed: TypedReading; previous: Outcome['previous'] }) => {
      const reading = waitingReading(typed, { site, username, now: Date.now() })
      return { reading, previous, answer: await outbox.post(reading) }
    },
    onSuccess: onSaved,
    meta: { isErrorShown: true },
  })
}
