import { Group, TextInput, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { Icon } from '../icons.tsx'
import { localTimeText } from '../locale/instants.ts'
import classes from './recording.module.css'
import { texts } from './texts.ts'
import type { TypedReading } from './typed-reading.ts'

interface DetailsProps {
  typed: TypedReading
  timeError: string | undefined
  onChange(part: Partial<TypedReading>): void
}

/** Time and note, out of the way until they are wanted. */
export function Details({ typed, timeError, onChange }: DetailsProps) {
  const [isNoteOpen, setIsNoteOpen] = useState(false)
  const isNow = typed.localTime === ''
  return (
    <>
      <Group gap="xs">
        {isNow && (
          <UnstyledButton
            type="button"
            className={classes['detail']}
            onClick={() => onChange({ localTime: localTimeText(Date.now()) })}
          >
            <Icon name="waiting" size={18} /> {texts.time}: {texts.now}
          </UnstyledButton>
        )}
        {!isNoteOpen && (
          <UnstyledButton type="button" className={classes['detail']} onClick={() => setIsNoteOpen(true)}>
            <Icon name="edit" size={18} /> {texts.addNote}
          </UnstyledButton>
        )}
      </Group>
      {!isNow && (
        <TextInput
          type="datetime-local"
          label={texts.timeLabel}
          value={typed.localTime}
          max={localTimeText(Date.now())}
          error={timeError}
          size="md"
          autoFocus
          onChange={(event) => onChange({ localTime: event.currentTarget.value })}
        />
      )}
      {isNoteOpen && (
        <TextInput
          label={texts.note}
          value={typed.note}
          maxLength={1000}
          size="md"
          autoFocus
          onChange={(event) => onChange({ note: event.currentTarget.value })}
        />
      )}
    </>
  )
}
