import { useQuery } from '@tanstack/react-query'
import { Failure } from '../page/failure.tsx'
import { Section } from '../page/section.tsx'
import { useMay, useService } from '../service/service-context.ts'
import { HealthLine, HealthLines, LineLink } from '../status/health-lines.tsx'
import { useHealth } from '../status/use-health.ts'
import { texts } from './texts.ts'

const againMilliseconds = 30_000

/** How sheet, utility and alerts are, in one line each. */
export function StatusLines() {
  const health = useHealth()
  if (health.isError && !health.data) return <Failure error={health.error} onRetry={health.refetch} />
  if (!health.data) return null
  return (
    <Section title={texts.status.title}>
      <HealthLines checks={health.data.checks} after={<AlertsLine />} />
    </Section>
  )
}

function AlertsLine() {
  const service = useService()
  const alerts = useQuery({
    queryKey: ['alerts', 'open'],
    queryFn: async () => (await service.get<{ alerts: unknown[] }>('/alerts', { state: 'open' })).alerts.length,
    enabled: useMay('admin'),
    refetchInterval: againMilliseconds,
  })
  if (alerts.data === undefined) return null
  return (
    <HealthLine
      icon="alerts"
      name={<LineLink to="/alerts">{texts.status.alerts}</LineLink>}
      mood={alerts.data === 0 ? 'good' : 'bad'}
      text={texts.status.openAlerts(alerts.data)}
    />
  )
}
