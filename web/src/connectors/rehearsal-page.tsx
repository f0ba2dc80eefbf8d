import { Alert, Button, Group, Loader, Paper, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Icon } from '../icons.tsx'
import { BackLink } from '../page/back-link.tsx'
import { Failure } from '../page/failure.tsx'
import { Page } from '../page/page.tsx'
import { useService } from '../service/service-context.ts'
import { definitionOf } from './connector.ts'
import type { RehearsalJson } from './rehearsal.ts'
import { RehearsalSteps } from './rehearsal-steps.tsx'
import { SwitchOn } from './switch-on.tsx'
import { texts } from './texts.ts'
import { useConnector } from './use-connectors.ts'
import { useSeconds } from './use-seconds.ts'

const { rehearsal: words } = texts

/** Tries everything but the last step, and shows how it went. */
export function RehearsalPage() {
  const { name } = useParams({ from: '/utility/connectors/$name/rehearsal' })
  const service = useService()
  const client = useQueryClient()
  const rehearse = useMutation({
    mutationFn: () => service.post<RehearsalJson>(`/utility/connectors/${name}/test`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['utility'] }),
    meta: { isErrorShown: true },
  })
  const { data, isPending } = rehearse
  return (
    <Page
      title={words.title(name)}
      intro={words.intro}
      back={<BackLink to={`/utility/connectors/${name}`}>{name}</BackLink>}
    >
      <Stack gap="lg">
        {!data && !isPending && <Text>{words.before}</Text>}
        {isPending && <Running />}
        {rehearse.isError && <Failure error={rehearse.error} />}
        {data && !isPending && <Outcome name={name} rehearsal={data} />}
        {!isPending && (
          <Group>
            <Button leftSection={<Icon name="rehearse" size={18} />} onClick={() => rehearse.mutate()}>
              {data ? words.again : words.start}
            </Button>
          </Group>
        )}
      </Stack>
    </Page>
  )
}

function Running() {
  const seconds = useSeconds()
  return (
    <Paper withBorder p="lg" role="status">
      <Group gap="md" wrap="nowrap">
        <Loader size="sm" aria-hidden />
        <div>
          <Text fw={600}>{words.running(seconds)}</Text>
          <Text size="sm" c="dimmed">
            {words.runningHint}
          </Text>
        </div>
      </Group>
    </Paper>
  )
}

function Outcome({ name, rehearsal: { ok, steps } }: { name: string; rehearsal: RehearsalJson }) {
  const { data: connector } = useConnector(name)
  const hasPictures = steps.some(({ evidence = [] }) => evidence.length > 0)
  return (
    <>
      <Alert
        color={ok ? 'bridge' : 'red'}
        role="status"
        icon={<Icon name={ok ? 'check' : 'warning'} />}
        title={ok ? words.ok : words.bad}
      >
        <Stack gap="sm" align="flex-start">
          {!ok && <Text size="sm">{words.badHint}</Text>}
          {ok && hasPictures && <Text size="sm">{words.okHint}</Text>}
          {ok ? (
            <SwitchOn name={name} />
          ) : (
            <Button component={Link} to={`/utility/connectors/${name}`} variant="default">
              {texts.edit}
            </Button>
          )}
        </Stack>
      </Alert>
      <RehearsalSteps steps={steps} recipe={connector && definitionOf(connector).recipe} />
    </>
  )
}
