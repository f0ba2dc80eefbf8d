import { Alert, Button, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Doubt } from '../../../src/readings/doubts/doubt.ts'
import type { ReadingAnswerJson } from '../../../src/readings/reading-schemas.ts'
import { Icon } from '../icons.tsx'
import { Failure } from '../page/failure.tsx'
import { texts as recording } from '../recording/texts.ts'
import { useMay, useService } from '../service/service-context.ts'
import { texts } from './texts.ts'
import { useChange } from './use-change.ts'

/** What speaks against a reading, and the way to vouch for it. */
export function DoubtConfirmation({ answer: { reading, warnings } }: { answer: ReadingAnswerJson }) {
  const service = useService()
  const mayConfirm = useMay('readings:correct')
  const [note, setNote] = useState('')
  const confirm = useChange({
    run: () => service.post(`/records/${reading.id}/confirm`, { note: note.trim() }),
    done: texts.confirmed,
  })
  if (warnings.length === 0) return null
  return (
    <Alert color="yellow" title={texts.doubts} icon={<Icon name="warning" />}>
      <Stack gap="sm">
        {warnings.map(({ code, message }) => (
          <div key={message}>
            <Text size="sm">{recording.doubts[code as Doubt['code']]}</Text>
            <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
              {message}
            </Text>
          </div>
        ))}
        {mayConfirm && (
          <form
            onSubmit={(event) => {
              event.preventDefault()
              confirm.mutate()
            }}
          >
            <Stack gap="xs">
              <Text size="sm">{texts.confirmHint}</Text>
              <TextInput
                label={texts.confirmNote}
                value={note}
                maxLength={1000}
                required
                withAsterisk={false}
                onChange={(event) => setNote(event.currentTarget.value)}
              />
              {confirm.isError && <Failure error={confirm.error} />}
              <Button type="submit" variant="default" loading={confirm.isPending} disabled={note.trim() === ''}>
                {texts.confirm}
              </Button>
            </Stack>
          </form>
        )}
      </Stack>
    </Alert>
  )
}
