import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { lazy, Suspense, useState } from 'react'
import { Icon } from '../icons.tsx'
import { Page } from '../page/page.tsx'
import { QueryView } from '../page/query-view.tsx'
import { Searched } from '../page/searched.tsx'
import { AccountsTable } from './accounts-table.tsx'
import { texts } from './texts.ts'
import { useAccounts } from './use-accounts.ts'

const AccountDetails = lazy(async () => ({ default: (await import('./account-details.tsx')).AccountDetails }))
const NewAccount = lazy(async () => ({ default: (await import('./new-account.tsx')).NewAccount }))

/** Who may sign in, and what they may do. */
export function AccountsPage() {
  const accounts = useAccounts()
  const [isAdding, { open, close }] = useDisclosure(false)
  const [openedName, setOpenedName] = useState<string>()
  const opened = accounts.data?.find(({ username }) => username === openedName)
  const addButton = (
    <Button leftSection={<Icon name="add" size={18} />} onClick={open}>
      {texts.add}
    </Button>
  )
  return (
    <Page title={texts.title} intro={texts.intro} actions={addButton}>
      <QueryView query={accounts}>
        {(all) => (
          <Searched items={all} textOf={({ username, role }) => `${username} ${texts.roles[role]}`} texts={texts}>
            {(found) => <AccountsTable accounts={found} onOpen={({ username }) => setOpenedName(username)} />}
          </Searched>
        )}
      </QueryView>
      <Suspense>
        {isAdding && <NewAccount onClose={close} onAdded={({ username }) => setOpenedName(username)} />}
        {opened && <AccountDetails key={opened.username} account={opened} onClose={() => setOpenedName(undefined)} />}
      </Suspense>
    </Page>
  )
}
