import { NativeSelect, SimpleGrid, Switch } from '@mantine/core'
import type { Window } from '../../../src/utility/submissions/window.ts'
import { useDraft, usePlace } from './draft.ts'
import { SwitchField, TextField } from './fields.tsx'
import { FormSection } from './form-section.tsx'
import { ScheduleFields } from './schedule-fields.tsx'
import { texts } from './texts.ts'

const usualWindow: Window = { fromDay: 1, toDay: 5 }
const days = Array.from({ length: 31 }, (_none, index) => String(index + 1))

/** When readings are sent: on which days, by itself or by hand, at all. */
export function WhenSection({ isNew }: { isNew: boolean }) {
  const { definition } = useDraft()
  const isOnPortal = definition.type === 'browser'
  const enabled = usePlace('enabled')
  return (
    <FormSection title={texts.when}>
      <Switch
        label={texts.enabled}
        description={isNew && isOnPortal ? texts.enableLater : texts.enabledHint}
        checked={enabled.value !== false}
        error={enabled.error}
        onChange={(event) => enabled.change(event.currentTarget.checked)}
      />
      <WindowFields />
      <ScheduleFields />
      <SwitchField path="rehearse" label={texts.rehearseDaily} description={texts.rehearseDailyHint} on="daily" />
      <TextField
        path="portal"
        label={texts.portal}
        description={texts.portalHint}
        inputMode="url"
        placeholder="https://"
      />
    </FormSection>
  )
}

function WindowFields() {
  const { value } = usePlace('window')
  return (
    <>
      <SwitchField path="window" label={texts.windowed} description={texts.windowHint} on={usualWindow} />
      {value !== undefined && (
        <SimpleGrid cols={2} spacing="md">
          <DayField path="window/fromDay" label={texts.fromDay} />
          <DayField path="window/toDay" label={texts.toDay} />
        </SimpleGrid>
      )}
    </>
  )
}

function DayField({ path, label }: { path: string; label: string }) {
  const { text, error, change } = usePlace(path)
  return (
    <NativeSelect
      label={label}
      value={text}
      error={error}
      data={days.map((day) => ({ value: day, label: `${day}.` }))}
      onChange={(event) => change(Number(event.currentTarget.value))}
    />
  )
}
