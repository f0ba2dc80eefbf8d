import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { SiteSheetJson } from '../../../src/sheets/sheets-routes.ts'
import { Icon } from '../icons.tsx'
import { Command } from '../page/command.tsx'
import { Facts } from '../page/facts.tsx'
import { Failure } from '../page/failure.tsx'
import { QueryView } from '../page/query-view.tsx'
import { Section } from '../page/section.tsx'
import { useMay, useService } from '../service/service-context.ts'
import { useChange } from '../service/use-change.ts'
import { texts } from './texts.ts'

const againMilliseconds = 10_000

/** How the sheet of a site is, and what a person can do about it. */
export function SiteSheet({ site }: { site: string }) {
  const service = useService()
  const mayManage = useMay('admin')
  const sheet = useQuery({
    queryKey: ['health', 'sheet', site],
    queryFn: () => service.get<SiteSheetJson>(`/sites/${site}/sheet`),
    refetchInterval: againMilliseconds,
  })
  return (
    <Section title={texts.sheet.title}>
      <Stack gap="md">
        <QueryView query={sheet}>
          {(found) => (
            <>
              <State sheet={found} />
              {found.state === 'stopped' && mayManage && <Resume site={site} />}
            </>
          )}
        </QueryView>
        {mayManage && <HintSecret site={site} />}
      </Stack>
    </Section>
  )
}

function State({ sheet: { state, detail, problems } }: { sheet: SiteSheetJson }) {
  const isBad = state === 'stopped' || state === 'failing'
  return (
    <>
      <Alert
        color={isBad ? 'yellow' : 'bridge'}
        title={texts.sheet.states[state]}
        icon={<Icon name={isBad ? 'warning' : 'check'} />}
      >
        <Text size="sm">{detail}</Text>
      </Alert>
      {problems.length > 0 && (
        <div>
          <Title order={3} size="h6" mb="xs">
            {texts.sheet.problems}
          </Title>
          <Facts facts={problems.map(({ row, message }) => [texts.sheet.row(row), message] as const)} />
        </div>
      )}
    </>
  )
}

function Resume({ site }: { site: string }) {
  const service = useService()
  const resume = useChange({
    run: () => service.post(`/sites/${site}/sheet/resume`),
    done: texts.sheet.resumed,
    outdated: ['health', 'alerts', 'audit'],
  })
  return (
    <div>
      <Text size="sm" mb="sm">
        {texts.sheet.resumeHint}
      </Text>
      {resume.isError && <Failure error={resume.error} />}
      <Button variant="default" loading={resume.isPending} onClick={() => resume.mutate()}>
        {texts.sheet.resume}
      </Button>
    </div>
  )
}

function HintSecret({ site }: { site: string }) {
  const service = useService()
  const make = useChange({
    run: () => service.post<{ secret: string }>(`/sites/${site}/sheet/hint-secret`),
    outdated: ['audit'],
  })
  return (
    <div>
      <Title order={3} size="h6" mb="xs">
        {texts.sheet.secret}
      </Title>
      <Text size="sm" c="dimmed" mb="sm" maw={720}>
        {texts.sheet.secretHint}
      </Text>
      {make.isError && <Failure error={make.error} />}
      {make.data ? (
        <Alert color="bridge" title={texts.sheet.newSecret} icon={<Icon name="check" />} role="status">
          <Text size="sm" mb="xs">
            {texts.sheet.newSecretHint}
          </Text>
          <Command text={make.data.secret} />
        </Alert>
      ) : (
        <Group>
          <Button variant="default" loading={make.isPending} onClick={() => make.mutate()}>
            {texts.sheet.makeSecret}
          </Button>
        </Group>
      )}
    </div>
  )
}
