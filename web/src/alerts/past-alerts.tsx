import { Button, Paper, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { AlertJson, AlertsPageJson } from '../../../src/alerts/alerts-routes.ts'
import { instantText } from '../locale/instants.ts'
import { QueryView } from '../page/query-view.tsx'
import { useService } from '../service/service-context.ts'
import { adviceOn } from './advice.ts'
import classes from './alerts.module.css'
import { texts } from './texts.ts'
import { useSiteName } from './use-site-name.ts'

const perPage = 20

/** What is over, the newest first. */
export function PastAlerts() {
  const service = useService()
  const past = useInfiniteQuery({
    queryKey: ['alerts', 'past'],
    queryFn: ({ pageParam }) =>
      service.get<AlertsPageJson>('/alerts', { state: 'past', limit: perPage, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
  return (
    <QueryView query={past}>
      {({ pages }) => {
        const alerts = pages.flatMap((page) => page.alerts)
        if (alerts.length === 0) return <Text c="dimmed">{texts.nonePast}</Text>
        return (
          <>
            <Paper component="ul" withBorder className={classes['past']}>
              {alerts.map((alert) => (
                <PastAlert key={alert.id} alert={alert} />
              ))}
            </Paper>
            {past.hasNextPage && (
              <Button variant="default" loading={past.isFetchingNextPage} onClick={() => past.fetchNextPage()}>
                {texts.showMore}
              </Button>
            )}
          </>
        )
      }}
    </QueryView>
  )
}

function PastAlert({ alert }: { alert: AlertJson }) {
  const { site, message, openedAt, closedAt } = alert
  const { title, isOfSite } = adviceOn(alert)
  const siteName = useSiteName(site)
  return (
    <li>
      <Text size="sm" fw={600}>
        {title}
        {isOfSite && siteName && ` · ${texts.site(siteName)}`}
      </Text>
      <Text size="sm" c="dimmed">
        {texts.span(instantText(openedAt), instantText(closedAt ?? openedAt))}
      </Text>
      <Text size="sm">{message}</Text>
    </li>
  )
}
