import '@mantine/core/styles/Radio.css'
import { Button, Group, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core'
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

type Outcome = 'confirmed' | 'cancelled'

/** Ends a submission on a person's word. */
export function ResolveDialog({ submission, onClose }: DialogProps) {
  const service = useService()
  const [outcome, setOutcome] = useState<Outcome>('confirmed')
  const [receipt, setReceipt] = useState('')
  const [note, setNote] = useState('')
  const [isNoteMissing, setIsNoteMissing] = useState(false)
  const resolve = useChange({
    run: () => {
      const isWithReceipt = outcome === 'confirmed' && receipt.trim() !== ''
      const body = { outcome, note: note.trim(), ...(isWithReceipt && { receipt: receipt.trim() }) }
      return service.post(`/utility/submissions/${submission.id}/resolve`, body)
    },
    done: texts.resolved,
    outdated: ['utility', 'health'],
    onDone: onClose,
  })
  return (
    <Dialog onClose={onClose} title={texts.resolveTitle}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setIsNoteMissing(note.trim() === '')
          if (note.trim() !== '') resolve.mutate()
        }}
      >
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {texts.resolveHint}
          </Text>
          <OutcomeChoice outcome={outcome} onChange={setOutcome} />
          {outcome === 'confirmed' && (
            <TextInput
              label={texts.receipt}
              value={receipt}
              maxLength={500}
              onChange={(event) => setReceipt(event.currentTarget.value)}
            />
          )}
          <Textarea
            label={texts.note}
            value={note}
            maxLength={1000}
            rows={2}
            error={isNoteMissing && texts.noteMissing}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          {resolve.isError && <Failure error={resolve.error} />}
          <Group gap="xs" justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {shell.cancel}
            </Button>
            <Button type="submit" loading={resolve.isPending}>
              {texts.resolve}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

function OutcomeChoice({ outcome, onChange }: { outcome: Outcome; onChange(outcome: Outcome): void }) {
  return (
    <Radio.Group value={outcome} onChange={(value) => onChange(value as Outcome)} label={texts.outcome}>
      <Stack gap="sm" mt="xs">
        <Radio value="confirmed" label={texts.outcomes.confirmed} description={texts.outcomes.confirmedHint} />
        <Radio value="cancelled" label={texts.outcomes.cancelled} description={texts.outcomes.cancelledHint} />
      </Stack>
    </Radio.Group>
  )
}
