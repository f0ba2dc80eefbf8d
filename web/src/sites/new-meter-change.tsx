import { Button, NativeSelect, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { readDecimal } from '../locale/decimal.ts'
import { labelInZone, localTimeText } from '../locale/instants.ts'
import { Dialog } from '../page/dialog.tsx'
import { Failure } from '../page/failure.tsx'
import { refusalAt } from '../service/api-error.ts'
import { useService } from '../service/service-context.ts'
import { useChange } from '../service/use-change.ts'
import { outdatedByMeterChange } from './meter-change-keys.ts'
import { texts } from './texts.ts'
import { useSiteZone } from './use-sites.ts'

const { meterChange } = texts

const empty = { finalValue: '', initialValue: '0', note: '' }

/** Says that a counter was replaced or reset. */
export function NewMeterChange({ site, onClose }: { site: string; onClose(): void }) {
  const service = useService()
  const zone = useSiteZone(site)
  const [counter, setCounter] = useState('meterValue')
  const [typed, setTyped] = useState(() => ({ ...empty, time: localTimeText(Date.now(), zone) }))
  const finalValue = readDecimal(typed.finalValue)
  const initialValue = readDecimal(typed.initialValue)
  const add = useChange({
    run: () =>
      service.post(`/sites/${site}/meter-changes`, {
        counter,
        timestamp: typed.time,
        finalValue,
        initialValue,
        ...(typed.note.trim() !== '' && { note: typed.note.trim() }),
      }),
    done: meterChange.added,
    outdated: outdatedByMeterChange,
    onDone: onClose,
  })
  const { at, rest } = refusalAt(add.error, ['timestamp', 'finalValue', 'initialValue', 'note'])
  const field = (name: keyof typeof typed) => ({
    label: meterChange[name],
    value: typed[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setTyped({ ...typed, [name]: event.currentTarget.value }),
  })
  const mistake = (text: string, value: number | undefined) =>
    text.trim() !== '' && value === undefined && texts.notANumber
  const isReady = finalValue !== undefined && initialValue !== undefined && typed.time !== ''
  return (
    <Dialog title={meterChange.add} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) add.mutate()
        }}
      >
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {meterChange.hint}
          </Text>
          <NativeSelect
            label={meterChange.counter}
            value={counter}
            data={Object.entries(meterChange.counters).map(([value, label]) => ({ value, label }))}
            onChange={(event) => setCounter(event.currentTarget.value)}
          />
          <TextInput
            {...field('time')}
            label={labelInZone(meterChange.time, zone)}
            type="datetime-local"
            error={at.timestamp}
          />
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
            <TextInput
              {...field('finalValue')}
              inputMode="decimal"
              error={mistake(typed.finalValue, finalValue) || at.finalValue}
            />
            <TextInput
              {...field('initialValue')}
              inputMode="decimal"
              error={mistake(typed.initialValue, initialValue) || at.initialValue}
            />
          </SimpleGrid>
          <TextInput {...field('note')} description={meterChange.noteHint} maxLength={1000} error={at.note} />
          {rest && <Failure error={rest} />}
          <Button type="submit" loading={add.isPending} disabled={!isReady}>
            {meterChange.add}
          </Button>
        </Stack>
      </form>
    </Dialog>
  )
}
