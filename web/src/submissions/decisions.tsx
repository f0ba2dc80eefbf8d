import { Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import type { SubmissionJson } from '../../../src/utility/submissions/submission-json.ts'
import { Icon } from '../icons.tsx'
import { ResolveDialog } from './resolve-dialog.tsx'
import { RetryDialog } from './retry-dialog.tsx'
import { mayBeResolved, mayBeRetried } from './submission-state.ts'
import { texts } from './texts.ts'

interface DecisionsProps {
  submission: SubmissionJson
  /** What stands before them in the same row. */
  children?: ReactNode
}

/** What a person may decide about a submission. */
export function Decisions({ submission, children }: DecisionsProps) {
  const [isRetrying, retrying] = useDisclosure(false)
  const [isResolving, resolving] = useDisclosure(false)
  if (!mayBeRetried(submission) && !mayBeResolved(submission)) return null
  return (
    <Group gap="xs">
      {children}
      {mayBeRetried(submission) && (
        <Button variant="default" leftSection={<Icon name="refresh" size={18} />} onClick={retrying.open}>
          {texts.retry}
        </Button>
      )}
      {mayBeResolved(submission) && (
        <Button variant="default" leftSection={<Icon name="check" size={18} />} onClick={resolving.open}>
          {texts.resolve}
        </Button>
      )}
      {isRetrying && <RetryDialog submission={submission} onClose={retrying.close} />}
      {isResolving && <ResolveDialog submission={submission} onClose={resolving.close} />}
    </Group>
  )
}
