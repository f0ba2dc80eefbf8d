import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Icon } from '../icons.tsx'
import { Empty } from '../page/empty.tsx'
import rows from '../page/link-rows.module.css'
import { Page } from '../page/page.tsx'
import { QueryView } from '../page/query-view.tsx'
import { UtilityTabs } from '../submissions/utility-tabs.tsx'
import { ConnectorRow } from './connector-row.tsx'
import { texts } from './texts.ts'
import { useConnectors, useLastSubmissions } from './use-connectors.ts'

/** Every way to a utility that is set up. */
export function ConnectorsPage() {
  const connectors = useConnectors()
  const { data: last } = useLastSubmissions()
  return (
    <Page title={texts.title} intro={texts.intro} actions={<AddButton />}>
      <UtilityTabs />
      <QueryView query={connectors}>
        {(found) =>
          found.length === 0 ? (
            <Empty icon="utility" title={texts.empty} hint={texts.emptyHint}>
              <AddButton />
            </Empty>
          ) : (
            <ul className={rows['list']} aria-label={texts.title}>
              {found.map((connector) => (
                <ConnectorRow key={connector.name} connector={connector} last={last?.get(connector.name)} />
              ))}
            </ul>
          )
        }
      </QueryView>
    </Page>
  )
}

function AddButton() {
  return (
    <Button component={Link} to="/utility/new" leftSection={<Icon name="add" size={18} />}>
      {texts.add}
    </Button>
  )
}
