import '@mantine/core/styles/Anchor.css'
import { Anchor, Group, Paper, Stack, Text } from '@mantine/core'
import type { SheetConnectionJson } from '../../../src/sheets/connection/connection-routes.ts'
import { Facts } from '../page/facts.tsx'
import { Page } from '../page/page.tsx'
import { QueryView } from '../page/query-view.tsx'
import { Section } from '../page/section.tsx'
import { ConnectForm } from './connect-form.tsx'
import { Disconnect } from './disconnect.tsx'
import { SheetGuide } from './sheet-guide.tsx'
import { SheetState } from './sheet-state.tsx'
import { texts } from './texts.ts'
import { useConnection } from './use-connection.ts'

/** Which spreadsheet shows the readings, and how it is reached. */
export function SheetPage() {
  return (
    <Page title={texts.title} intro={texts.intro}>
      <Stack gap="md" maw={640}>
        <QueryView query={useConnection()}>
          {(connection) =>
            connection.source === 'none' ? (
              <Paper withBorder p={{ base: 'md', sm: 'xl' }}>
                <SheetGuide connection={connection} />
              </Paper>
            ) : (
              <Connected connection={connection} />
            )
          }
        </QueryView>
      </Stack>
    </Page>
  )
}

function Connected({ connection }: { connection: SheetConnectionJson }) {
  const { source, clientEmail, spreadsheetId, tab } = connection
  return (
    <>
      <SheetState />
      <Section title={texts.connection}>
        <Facts
          facts={[
            [texts.spreadsheet, spreadsheetId && <SpreadsheetLink id={spreadsheetId} />],
            [texts.tab, tab],
            [texts.account, clientEmail],
          ]}
        />
        {source === 'environment' ? (
          <Text size="sm" c="dimmed" mt="sm">
            {texts.byEnvironment}
          </Text>
        ) : (
          <Group mt="md">
            <Disconnect />
          </Group>
        )}
      </Section>
      {source === 'stored' && (
        <Section title={texts.change}>
          <ConnectForm key={`${spreadsheetId} ${tab}`} connection={connection} />
        </Section>
      )}
    </>
  )
}

function SpreadsheetLink({ id }: { id: string }) {
  return (
    <Anchor
      size="sm"
      href={`https://docs.google.com/spreadsheets/d/${id}/edit`}
      target="_blank"
      rel="noreferrer"
      style={{ overflowWrap: 'anywhere' }}
    >
      {id}
    </Anchor>
  )
}
