import { Alert, Button, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { SubmissionJson } from '../../../src/utility/submissions/submission-json.ts'
import { Icon } from '../icons.tsx'
import { instantText } from '../locale/instants.ts'
import { CopyField } from '../page/copy-field.tsx'
import { useMay } from '../service/service-context.ts'
import { Decisions } from './decisions.tsx'
import { attentionCode } from './submission-state.ts'
import { texts } from './texts.ts'

const mendedAtConnector = ['credentials', 'layout-changed']

/** What a person is to do, with all that it takes to do it by hand. */
export function Attention({ submission }: { submission: SubmissionJson }) {
  const isAdmin = useMay('admin')
  const { action, connector } = submission
  const code = attentionCode(submission)
  if (!code) return null
  const { title, advice } = texts.attention[code]
  return (
    <Alert color="red" title={title} icon={<Icon name="warning" />}>
      <Stack gap="md">
        <Text size="sm">{advice}</Text>
        {action && <CopyField label={texts.value} value={action.value} />}
        {action?.deadline && (
          <Text size="sm" fw={600}>
            {texts.deadline(instantText(action.deadline))}
          </Text>
        )}
        <Decisions submission={submission}>
          {action?.link && (
            <Button
              component="a"
              href={action.link}
              target="_blank"
              rel="noreferrer"
              variant="default"
              leftSection={<Icon name="link" size={18} />}
            >
              {texts.openPortal}
            </Button>
          )}
          {isAdmin && mendedAtConnector.includes(code) && (
            <Button component={Link} to={`/utility/connectors/${connector}`} variant="default">
              {texts.fixConnector}
            </Button>
          )}
        </Decisions>
      </Stack>
    </Alert>
  )
}
