import { Alert, Button, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { TrialJson } from '../../../src/alerts/delivery-routes.ts'
import { Icon } from '../icons.tsx'
import { Failure } from '../page/failure.tsx'
import { useService } from '../service/service-context.ts'
import classes from './alerts.module.css'
import { texts } from './texts.ts'

/** Sends a trial alert on every channel. */
export function useTrial() {
  const service = useService()
  return useMutation({
    mutationFn: () => service.post<TrialJson>('/alerts/test'),
    meta: { isErrorShown: true },
  })
}

export function TrialButton({ trial }: { trial: ReturnType<typeof useTrial> }) {
  return (
    <Button
      variant="default"
      leftSection={<Icon name="send" size={18} />}
      loading={trial.isPending}
      onClick={() => trial.mutate()}
    >
      {texts.trial.send}
    </Button>
  )
}

/** What each channel made of the trial. */
export function TrialOutcome({ trial: { data, error } }: { trial: ReturnType<typeof useTrial> }) {
  if (error) return <Failure error={error} />
  return data ? <Outcome {...data} /> : null
}

function Outcome({ ok, channels }: TrialJson) {
  if (channels.length === 0)
    return (
      <Alert color="yellow" title={texts.trial.noChannel} icon={<Icon name="warning" />} role="status">
        <Text size="sm">{texts.trial.noChannelHint}</Text>
      </Alert>
    )
  return (
    <Alert
      color={ok ? 'bridge' : 'yellow'}
      title={texts.trial.title}
      icon={<Icon name={ok ? 'check' : 'warning'} />}
      role="status"
    >
      <ul className={classes['channels']}>
        {channels.map((one) => (
          <li key={one.channel}>
            <Text size="sm">
              <b>{texts.trial.channels[one.channel] ?? one.channel}:</b> {one.ok ? texts.trial.taken : one.detail}
            </Text>
          </li>
        ))}
      </ul>
    </Alert>
  )
}
