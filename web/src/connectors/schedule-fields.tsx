import { NativeSelect, SimpleGrid, TextInput } from '@mantine/core'
import { useState } from 'react'
import { locale } from '../texts/language.ts'
import { usePlace } from './draft.ts'
import { cronOf, ofKind, readSchedule, type Schedule } from './schedule.ts'
import { texts } from './texts.ts'

const hours = Array.from({ length: 24 }, (_none, hour) => ({ value: String(hour), label: `${hour}:00 – ${hour}:59` }))
const days = Array.from({ length: 31 }, (_none, index) => ({ value: String(index + 1), label: `${index + 1}.` }))
const weekdayName = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' })
// 4 January 1970 was a Sunday, which is 0 in cron; the week begins on Monday here.
const weekdays = [1, 2, 3, 4, 5, 6, 0].map((day) => ({
  value: String(day),
  label: weekdayName.format(Date.UTC(1970, 0, 4 + day)),
}))

/** When the newest reading is submitted without anybody's doing. */
export function ScheduleFields() {
  const { value, error, change } = usePlace('schedule')
  const [schedule, setSchedule] = useState(() => readSchedule(value))
  const choose = (next: Schedule): void => {
    setSchedule(next)
    change(cronOf(next) || undefined)
  }
  return (
    <>
      <NativeSelect
        label={texts.schedule}
        description={texts.scheduleHint}
        value={schedule.kind}
        error={schedule.kind === 'cron' ? undefined : error}
        data={Object.entries(texts.schedules).map(([kind, label]) => ({ value: kind, label }))}
        onChange={(event) => choose(ofKind(event.currentTarget.value as Schedule['kind'], schedule))}
      />
      {schedule.kind === 'cron' ? (
        <TextInput
          label={texts.cron}
          description={texts.cronHint}
          value={schedule.cron}
          error={error}
          spellCheck={false}
          onChange={(event) => choose({ kind: 'cron', cron: event.currentTarget.value })}
        />
      ) : (
        schedule.kind !== 'none' && <PlainSchedule schedule={schedule} onChange={choose} />
      )}
    </>
  )
}

interface PlainScheduleProps {
  schedule: Exclude<Schedule, { kind: 'none' | 'cron' }>
  onChange(schedule: Schedule): void
}

function PlainSchedule({ schedule, onChange }: PlainScheduleProps) {
  return (
    <SimpleGrid cols={2} spacing="md">
      {schedule.kind === 'monthly' && (
        <NativeSelect
          label={texts.dayOfMonth}
          value={schedule.day}
          data={days}
          onChange={(event) => onChange({ ...schedule, day: event.currentTarget.value })}
        />
      )}
      {schedule.kind === 'weekly' && (
        <NativeSelect
          label={texts.weekday}
          value={schedule.weekday}
          data={weekdays}
          onChange={(event) => onChange({ ...schedule, weekday: event.currentTarget.value })}
        />
      )}
      <NativeSelect
        label={texts.hour}
        value={schedule.hour}
        data={hours}
        onChange={(event) => onChange({ ...schedule, hour: event.currentTarget.value })}
      />
    </SimpleGrid>
  )
}
