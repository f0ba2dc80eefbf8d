import { Stack, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { AlertsPageJson } from '../../../src/alerts/alerts-routes.ts'
import { Empty } from '../page/empty.tsx'
import { Page } from '../page/page.tsx'
import { QueryView } from '../page/query-view.tsx'
import { useService } from '../service/service-context.ts'
import { OpenAlert } from './open-alert.tsx'
import { PastAlerts } from './past-alerts.tsx'
import { texts } from './texts.ts'
import { TrialButton, TrialOutcome, useTrial } from './trial.tsx'

const againMilliseconds = 15_000
const most = 1000

/** What needs a person now, what did, and whether people would hear of it. */
export function AlertsPage() {
  const trial = useTrial()
  return (
    <Page title={texts.title} intro={texts.intro} actions={<TrialButton trial={trial} />}>
      <TrialOutcome trial={trial} />
      <OpenAlerts />
      <Stack component="section" gap="sm">
        <Title order={2} size="h4">
          {texts.past}
        </Title>
        <PastAlerts />
      </Stack>
    </Page>
  )
}

function OpenAlerts() {
  const service = useService()
  const open = useQuery({
    queryKey: ['alerts', 'open', 'list'],
    queryFn: async () => (await service.get<AlertsPageJson>('/alerts', { state: 'open', limit: most })).alerts,
    refetchInterval: againMilliseconds,
  })
  return (
    <QueryView query={open}>
      {(alerts) =>
        alerts.length === 0 ? (
          <Empty icon="check" title={texts.none} hint={texts.noneHint} />
        ) : (
          <Stack component="section" gap="sm" aria-label={texts.open}>
            {alerts.map((alert) => (
              <OpenAlert key={alert.id} alert={alert} />
            ))}
          </Stack>
        )
      }
    </QueryView>
  )
}
