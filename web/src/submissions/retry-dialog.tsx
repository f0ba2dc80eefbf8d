import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { SubmissionJson } from '../../../src/utility/submissions/submission-json.ts'
import { Dialog } from '../page/dialog.tsx'
import { Failure } from '../page/failure.tsx'
import { useService } from '../service/service-context.ts'
import { useChange } from '../service/use-change.ts'
import { texts as shell } from '../shell/texts.ts'
import { texts } from './texts.ts'

interface DialogProps {
  submission: SubmissionJson
  onClose(): void
}

/** Lets a submission begin anew, after saying what that means. */
export function RetryDialog({ submission, onClose }: DialogProps) {
  const service = useService()
  const [note, setNote] = useState('')
  const retry = useChange({
    run: () =>
      service.post(`/utility/submissions/${submission.id}/retry`, note.trim() === '' ? {} : { note: note.trim() }),
    done: texts.retried,
    outdated: ['utility', 'health', 'records'],
    onDone: onClose,
  })
  return (
    <Dialog onClose={onClose} title={texts.retryTitle}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          retry.mutate()
        }}
      >
        <Stack gap="md">
          <Text>{meaningOf(submission)}</Text>
          <TextInput
            label={texts.retryNote}
            value={note}
            maxLength={1000}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          {retry.isError && <Failure error={retry.error} />}
          <Group gap="xs" justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {shell.cancel}
            </Button>
            <Button type="submit" loading={retry.isPending}>
              {texts.retry}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

function meaningOf({ state, code }: SubmissionJson): string {
  const means: Readonly<Record<string, string>> = texts.retryMeans
  const what = state === 'needs-attention' ? (code ?? '') : state
  return means[what] ?? texts.retryMeans.usual
}
