import { Alert, Stack, Text } from '@mantine/core'
import type { HealthJson } from '../../../src/operations/operations-routes.ts'
import { Icon } from '../icons.tsx'
import { spanText } from '../locale/instants.ts'
import { Page } from '../page/page.tsx'
import { QueryView } from '../page/query-view.tsx'
import { Section } from '../page/section.tsx'
import { HealthLine, HealthLines } from './health-lines.tsx'
import { Jobs } from './jobs.tsx'
import { SheetProblems } from './sheet-problems.tsx'
import { texts } from './texts.ts'
import { useHealth } from './use-health.ts'

/** Whether all works, and what the service does by itself. */
export function StatusPage() {
  return (
    <Page title={texts.title} intro={texts.intro}>
      <QueryView query={useHealth()}>{(health) => <Health health={health} />}</QueryView>
      <Jobs />
    </Page>
  )
}

function Health({ health }: { health: HealthJson }) {
  const { status, version, uptime, checks } = health
  const isWell = status === 'healthy'
  const { ledger, sheet } = checks
  return (
    <Stack gap="lg">
      <Alert
        color={isWell ? 'bridge' : 'yellow'}
        title={texts.states[status] ?? status}
        icon={<Icon name={isWell ? 'check' : 'warning'} />}
      >
        <Text size="sm">
          {texts.version(version)} · {texts.runningFor(spanText(uptime))}
        </Text>
      </Alert>
      <Section title={texts.checks}>
        <HealthLines checks={checks} before={<Ledger {...ledger} />} />
        {sheet.requests && <Quota {...sheet.requests} />}
      </Section>
      {sheet.problems.length > 0 && <SheetProblems problems={sheet.problems} />}
    </Stack>
  )
}

function Ledger({ state, detail }: HealthJson['checks']['ledger']) {
  const isWell = state === 'ok'
  return (
    <HealthLine
      icon="ledger"
      name={texts.ledger}
      mood={isWell ? 'good' : 'bad'}
      text={isWell ? texts.ledgerOk : detail}
    />
  )
}

function Quota({ read, write }: NonNullable<HealthJson['checks']['sheet']['requests']>) {
  const share = ({ used, limit }: typeof read): string => texts.ofLimit(used, limit)
  return (
    <Text size="sm" c="dimmed" mt="xs">
      {texts.quota(share(read), share(write))}
    </Text>
  )
}
