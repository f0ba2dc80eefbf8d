import { Alert, Button, Text } from '@mantine/core'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Icon } from '../icons.tsx'
import { BackLink } from '../page/back-link.tsx'
import { Page } from '../page/page.tsx'
import { QueryView } from '../page/query-view.tsx'
import { texts as submissions } from '../submissions/texts.ts'
import { type ConnectorJson, definitionOf } from './connector.ts'
import { ConnectorForm } from './connector-form.tsx'
import { ConnectorMark } from './connector-row.tsx'
import { Deletion } from './deletion.tsx'
import { texts } from './texts.ts'
import { useConnector } from './use-connectors.ts'

/** One connector: how it is, and everything that can be changed about it. */
export function ConnectorPage() {
  const { name } = useParams({ from: '/utility/connectors/$name' })
  const navigate = useNavigate()
  const query = useConnector(name)
  return (
    <Page
      title={name}
      back={<BackLink to="/utility/connectors">{texts.title}</BackLink>}
      intro={query.data && texts.types[query.data.type].name}
      actions={
        query.data && (
          <>
            <ConnectorMark connector={query.data} />
            <RehearseButton name={name} />
          </>
        )
      }
    >
      <QueryView query={query}>
        {(connector) => (
          <>
            <Stop stopped={connector.stopped} />
            <ConnectorForm
              key={name}
              name={name}
              initial={definitionOf(connector)}
              storedSecrets={connector.secrets}
              onSaved={() => undefined}
            />
            <Deletion name={name} onDone={() => navigate({ to: '/utility/connectors' })} />
          </>
        )}
      </QueryView>
    </Page>
  )
}

function RehearseButton({ name }: { name: string }) {
  return (
    <Button
      component={Link}
      to={`/utility/connectors/${name}/rehearsal`}
      variant="default"
      leftSection={<Icon name="rehearse" size={18} />}
    >
      {texts.rehearse}
    </Button>
  )
}

function Stop({ stopped }: Pick<ConnectorJson, 'stopped'>) {
  if (!stopped) return null
  const known = submissions.attention[stopped.code as keyof typeof submissions.attention]
  return (
    <Alert color="red" title={known?.title ?? texts.stopped} icon={<Icon name="warning" />} maw={760}>
      <Text size="sm">{known?.advice}</Text>
      <Text size="sm" mt="xs" style={{ overflowWrap: 'anywhere' }}>
        {stopped.detail}
      </Text>
    </Alert>
  )
}
