import '@mantine/core/styles/Progress.css'
import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { BulkResult } from '../../../src/readings/bulk/bulk.ts'
import { Icon } from '../icons.tsx'
import { counterText } from '../locale/numbers.ts'
import { Failure } from '../page/failure.tsx'
import { texts } from './texts.ts'
import type { Import } from './use-import.ts'

interface StartBarProps {
  /** What the service would do. */
  check: BulkResult
  running: Import
  rowCount: number
  onStart(): void
}

/** The way into the ledger: the button, how far it is, and what came of it. */
export function StartBar({ check, running, rowCount, onStart }: StartBarProps) {
  const { done, isRunning, isDone, isStopped, error, stop } = running
  if (isDone) return <Done result={done} />
  if (isRunning) return <Running done={done.received} all={rowCount} onStop={stop} />
  if (error) return <Failure error={error} onRetry={onStart} />
  if (isStopped)
    return (
      <Alert color="yellow" role="status" title={texts.stopped} icon={<Icon name="waiting" />}>
        <Button onClick={onStart}>{texts.goOn}</Button>
      </Alert>
    )
  if (check.recorded === 0) return <Text role="status">{texts.nothing}</Text>
  return (
    <Group gap="md">
      <Button size="md" leftSection={<Icon name="import" size={18} />} onClick={onStart}>
        {texts.start(check.recorded, counterText(check.recorded))}
      </Button>
      {check.rejected > 0 && (
        <Text size="sm" c="dimmed">
          {texts.left(counterText(check.rejected))}
        </Text>
      )}
    </Group>
  )
}

function Running({ done, all, onStop }: { done: number; all: number; onStop(): void }) {
  const isKnown = done > 0
  const text = isKnown ? texts.progress(counterText(done), counterText(all)) : texts.sending
  return (
    <Stack gap="xs">
      <Progress.Root size="lg">
        <Progress.Section
          value={isKnown ? (100 * done) / all : 100}
          animated={!isKnown}
          striped={!isKnown}
          aria-label={text}
        />
      </Progress.Root>
      <Group justify="space-between">
        <Text size="sm" role="status">
          {text}
        </Text>
        <Button variant="default" onClick={onStop}>
          {texts.stop}
        </Button>
      </Group>
    </Stack>
  )
}

function Done({ result }: { result: BulkResult }) {
  return (
    <Alert
      color="bridge"
      role="status"
      title={texts.done(result.recorded, counterText(result.recorded))}
      icon={<Icon name="check" />}
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{texts.again}</Text>
        <Button component={Link} to="/readings" variant="default">
          {texts.show}
        </Button>
      </Stack>
    </Alert>
  )
}
