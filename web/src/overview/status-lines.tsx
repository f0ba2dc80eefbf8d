import { Paper, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { HealthJson } from '../../../src/operations/operations-routes.ts'
import { Icon, type IconName } from '../icons.tsx'
import { Failure } from '../page/failure.tsx'
import { useMay, useService } from '../service/service-context.ts'
import classes from './status-lines.module.css'
import { texts } from './texts.ts'

const againMilliseconds = 30_000

type Mood = 'good' | 'off' | 'bad'

/** How sheet, utility and alerts are, in one line each. */
export function StatusLines() {
  const service = useService()
  const mayAdmin = useMay('admin')
  const health = useQuery({
    queryKey: ['health'],
    queryFn: () => service.get<HealthJson>('/health'),
    refetchInterval: againMilliseconds,
  })
  const alerts = useQuery({
    queryKey: ['alerts', 'open'],
    queryFn: async () => (await service.get<{ alerts: unknown[] }>('/alerts', { state: 'open' })).alerts.length,
    enabled: mayAdmin,
    refetchInterval: againMilliseconds,
  })
  if (health.isError && !health.data) return <Failure error={health.error} onRetry={health.refetch} />
  if (!health.data) return null
  const { sheet, utility } = health.data.checks
  return (
    <Paper component="section" withBorder p="lg" aria-label={texts.status.title}>
      <Title order={2} size="h5" mb="xs">
        {texts.status.title}
      </Title>
      <ul className={classes['lines']}>
        <Line icon="sheet" name={texts.status.sheet} {...sheetLine(sheet)} />
        <Line icon="utility" name={texts.status.utility} {...utilityLine(utility)} />
        {alerts.data !== undefined && (
          <Line
            icon="alerts"
            name={texts.status.alerts}
            mood={alerts.data === 0 ? 'good' : 'bad'}
            text={texts.status.openAlerts(alerts.data)}
          />
        )}
      </ul>
    </Paper>
  )
}

function sheetLine({ state, detail, rowsWaiting = 0 }: HealthJson['checks']['sheet']): { mood: Mood; text: string } {
  if (state === 'off') return { mood: 'off', text: texts.status.sheetOff }
  if (state !== 'ok') return { mood: 'bad', text: detail }
  return { mood: 'good', text: rowsWaiting === 0 ? texts.status.sheetOk : texts.status.sheetWaiting(rowsWaiting) }
}

function utilityLine({ state, detail }: HealthJson['checks']['utility']): { mood: Mood; text: string } {
  if (state === 'off') return { mood: 'off', text: texts.status.utilityOff }
  return state === 'ok' ? { mood: 'good', text: texts.status.utilityOk } : { mood: 'bad', text: detail }
}

interface LineProps {
  icon: IconName
  name: string
  mood: Mood
  text: string
}

function Line({ icon, name, mood, text }: LineProps) {
  return (
    <li>
      <Icon name={icon} />
      <Text fw={600} size="sm">
        {name}
      </Text>
      <Text size="sm" className={classes['text']} data-mood={mood}>
        <span className={classes['mark']}>
          {mood === 'good' && <Icon name="check" size={16} />}
          {mood === 'bad' && <Icon name="warning" size={16} />}
        </span>
        <span>{text}</span>
      </Text>
    </li>
  )
}
