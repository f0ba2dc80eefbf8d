import { Button, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ReadingJson } from '../../../src/readings/reading-schemas.ts'
import { readDecimal } from '../locale/decimal.ts'
import { labelInZone, localTimeText } from '../locale/instants.ts'
import { counterText } from '../locale/numbers.ts'
import { Failure } from '../page/failure.tsx'
import { useService } from '../service/service-context.ts'
import { useSiteZone } from '../sites/use-sites.ts'
import { correctionOf, type TypedCorrection } from './correction.ts'
import { texts } from './texts.ts'
import { useChange } from './use-change.ts'

/** Corrects a reading; only what was changed is sent. */
export function CorrectionForm({ reading }: { reading: ReadingJson }) {
  const service = useService()
  const zone = useSiteZone(reading.site)
  const [typed, setTyped] = useState(() => typedFrom(reading, zone))
  const correction = correctionOf(typed, typedFrom(reading, zone))
  const save = useChange({
    run: (body: object) => service.patch(`/records/${reading.id}`, body),
    done: texts.saved,
  })
  const bad = { meterValue: isBad(typed.meterValue), inverterKwh: isBad(typed.inverterKwh) }
  const isEmpty = typed.meterValue === '' && typed.inverterKwh === ''
  const hasChanged = Object.keys(correction).length > 0
  const field = (name: keyof TypedCorrection) => ({
    value: typed[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setTyped({ ...typed, [name]: event.currentTarget.value }),
  })
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (hasChanged && !isEmpty && !bad.meterValue && !bad.inverterKwh) save.mutate(correction)
      }}
    >
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <TextInput
            label={`${texts.columns.meterValue} (${texts.kilowattHours})`}
            inputMode="decimal"
            error={bad.meterValue && texts.notANumber}
            {...field('meterValue')}
          />
          <TextInput
            label={`${texts.columns.inverterKwh} (${texts.kilowattHours})`}
            inputMode="decimal"
            error={(bad.inverterKwh && texts.notANumber) || (isEmpty && texts.atLeastOne)}
            {...field('inverterKwh')}
          />
          <TextInput label={labelInZone(texts.time, zone)} type="datetime-local" {...field('localTime')} />
          <TextInput label={texts.note} maxLength={1000} {...field('note')} />
        </SimpleGrid>
        {save.isError && <Failure error={save.error} />}
        {hasChanged && (
          <Button type="submit" loading={save.isPending}>
            {texts.save}
          </Button>
        )}
      </Stack>
    </form>
  )
}

function isBad(text: string): boolean {
  return text.trim() !== '' && readDecimal(text) === undefined
}

function typedFrom({ meterValue, inverterKwh, timestamp, note }: ReadingJson, zone: string): TypedCorrection {
  return {
    meterValue: meterValue === null ? '' : counterText(meterValue),
    inverterKwh: inverterKwh === null ? '' : counterText(inverterKwh),
    localTime: localTimeText(new Date(timestamp).getTime(), zone),
    note: note ?? '',
  }
}
