import { Alert, Button, Group, Paper, Stack, Text } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import type { PreviewJson } from '../../../src/utility/submissions/preview-json.ts'
import { Icon } from '../icons.tsx'
import { instantText } from '../locale/instants.ts'
import { counterText } from '../locale/numbers.ts'
import { Facts } from '../page/facts.tsx'
import { Failure } from '../page/failure.tsx'
import { Loading } from '../page/loading.tsx'
import classes from './submissions.module.css'
import { texts } from './texts.ts'
import { type PushWish, usePreview, usePush } from './use-push.ts'

/** What a push would hand over, to the letter, and the button that does it. */
export function PushPreview({ wish }: { wish: PushWish }) {
  const preview = usePreview(wish)
  const navigate = useNavigate()
  const push = usePush((id) => navigate({ to: '/utility/submissions/$id', params: { id } }))
  if (preview.isPending) return <Loading />
  if (preview.isError) return <Refused error={preview.error} onRetry={preview.refetch} />
  return (
    <>
      <WhatIsSent preview={preview.data} />
      <Hindrance preview={preview.data} />
      {push.isError && <Refused error={push.error} />}
      <Group justify="flex-end">
        <Button
          size="md"
          leftSection={<Icon name="utility" size={18} />}
          loading={push.isPending}
          disabled={preview.data.problem !== null}
          onClick={() => push.mutate(preview.data)}
        >
          {texts.pushIt(textSent(preview.data))}
        </Button>
      </Group>
    </>
  )
}

function WhatIsSent({ preview }: { preview: PreviewJson }) {
  const { counterValue, field, timestamp, written } = preview
  const counter = texts.counters[field as keyof typeof texts.counters] ?? field
  return (
    <Paper component="section" withBorder p="lg" aria-label={texts.willBeSent}>
      <Text size="sm" c="dimmed">
        {texts.willBeSent}
      </Text>
      <div className={classes['figure']}>{textSent(preview)}</div>
      <div className={classes['outcome']}>
        <Facts
          facts={[
            [counter, `${counterText(counterValue)} ${texts.kilowattHours}`],
            [texts.facts.reading, instantText(timestamp)],
            [texts.when, whenText(preview)],
          ]}
        />
      </div>
      {written.length > 1 && (
        <ul className={classes['written']} aria-label={texts.written}>
          {written.map(({ as, text }) => (
            <li key={as}>
              <code>{as}</code> <strong>{text}</strong>
            </li>
          ))}
        </ul>
      )}
    </Paper>
  )
}

function Hindrance({ preview: { problem, code, detail } }: { preview: PreviewJson }) {
  if (problem !== null)
    return (
      <Alert color="red" title={texts.cannotBeWritten} icon={<Icon name="warning" />}>
        {problem}
      </Alert>
    )
  if (code !== 'doubtful-reading') return null
  return (
    <Alert color="yellow" title={texts.attention[code].title} icon={<Icon name="warning" />}>
      <Stack gap="xs">
        <Text size="sm">{detail}</Text>
        <Text size="sm">{texts.doubtfulPush}</Text>
      </Stack>
    </Alert>
  )
}

/** Where the reading is submitted already, the way to that submission. */
function Refused({ error, onRetry }: { error: Error; onRetry?: () => unknown }) {
  const [, id] = /\/utility\/submissions\/([\w-]+)/.exec(error.message) ?? []
  if (id === undefined) return <Failure error={error} {...(onRetry && { onRetry })} />
  return (
    <Alert color="blue" title={texts.already} icon={<Icon name="check" />}>
      <Button component={Link} to={`/utility/submissions/${id}`} variant="default" size="sm">
        {texts.toSubmission}
      </Button>
    </Alert>
  )
}

function textSent({ written, value }: PreviewJson): string {
  return written[0]?.text ?? String(value)
}

function whenText({ nextAttemptAt }: PreviewJson): string {
  const isLater = nextAttemptAt !== null && Date.parse(nextAttemptAt) > Date.now() + minuteMilliseconds
  return isLater ? texts.waitsUntil(instantText(nextAttemptAt)) : texts.atOnce
}

const minuteMilliseconds = 60_000
