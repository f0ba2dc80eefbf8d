import { Alert, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ApiError, type CurrentReading } from './api.ts'
import { CounterCard } from './counter-card.tsx'
import { Failure } from './failure.tsx'
import type { Session } from './session.ts'
import { Loading } from './shell.tsx'
import { texts } from './texts.ts'

const askAgainMilliseconds = 15_000

/** The newest values of the site, kept up to date. */
export function CurrentReadingPage({ session }: { session: Session }) {
  const query = useQuery({
    queryKey: ['readings', 'current'],
    queryFn: () => currentReading(session),
    refetchInterval: askAgainMilliseconds,
  })
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="baseline">
        <Title order={1} size="h2">
          {texts.current.title}
        </Title>
        {query.data && <Text c="dimmed">{texts.current.site(query.data.site)}</Text>}
      </Group>
      {query.isPending && <Loading />}
      {query.isError && query.data === undefined && <Failure error={query.error} onRetry={() => query.refetch()} />}
      {query.isError && query.data && <Alert color="yellow">{texts.current.stale}</Alert>}
      {query.data === null && <NoReading />}
      {query.data && <Counters current={query.data} />}
    </Stack>
  )
}

function Counters({ current }: { current: CurrentReading }) {
  const { inverterKwh, meterValue } = current.latest
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
        <CounterCard title={texts.current.inverterKwh} latest={inverterKwh} />
        <CounterCard title={texts.current.meterValue} latest={meterValue} />
      </SimpleGrid>
      {current.reading.note && (
        <Text className="note">
          <Text span c="dimmed">
            {texts.current.note}:{' '}
          </Text>
          {current.reading.note}
        </Text>
      )}
    </>
  )
}

function NoReading() {
  return (
    <Paper withBorder p="xl" ta="center">
      <Title order={2} size="h4">
        {texts.current.none}
      </Title>
      <Text c="dimmed" mt="xs">
        {texts.current.noneHint}
      </Text>
    </Paper>
  )
}

/** Null where the site has no reading yet. */
async function currentReading(session: Session): Promise<CurrentReading | null> {
  try {
    return (await session.call('/readings/current')) as CurrentReading
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null
    throw error
  }
}
