import { UnstyledButton } from '@mantine/core'
import type { AccountJson } from '../../../src/auth/auth-schemas.ts'
import { Icon } from '../icons.tsx'
import { Age } from '../page/age.tsx'
import { Cell, openRow, VirtualTable } from '../page/virtual-table.tsx'
import { usePerson } from '../service/service-context.ts'
import classes from './accounts.module.css'
import { texts } from './texts.ts'
import { useSiteNames } from './use-site-names.ts'

interface AccountsTableProps {
  accounts: readonly AccountJson[]
  onOpen(account: AccountJson): void
}

export function AccountsTable({ accounts, onOpen }: AccountsTableProps) {
  const me = usePerson()?.username
  const siteNames = useSiteNames()
  return (
    <VirtualTable
      label={texts.title}
      columns={texts.columns}
      rows={accounts}
      className={classes['table']}
      renderCells={(account) => (
        <>
          <Cell column="username">
            <UnstyledButton className={openRow} onClick={() => onOpen(account)}>
              {account.username === me ? texts.you(account.username) : account.username}
            </UnstyledButton>
          </Cell>
          <Cell column="role">{texts.roles[account.role]}</Cell>
          <Cell column="sites" isForDesks>
            {siteNames(account.sites)}
          </Cell>
          <Cell column="credentials">
            <Credentials account={account} />
          </Cell>
          <Cell column="state">
            <State account={account} />
          </Cell>
        </>
      )}
    />
  )
}

function Credentials({ account: { credentials } }: { account: AccountJson }) {
  const oldest = credentials.toSorted((one, other) => one.setAt.localeCompare(other.setAt))[0]
  if (!oldest) return texts.nothing
  const keys = credentials.filter(({ kind }) => kind === 'key').length
  const kinds = [keys < credentials.length && texts.password, keys > 0 && texts.keys(keys)].filter(Boolean).join(', ')
  return (
    <>
      {kinds} · <Age timestamp={oldest.setAt} />
    </>
  )
}

function State({ account: { disabled, credentials } }: { account: AccountJson }) {
  const isOld = credentials.some((one) => one.isOld)
  if (disabled) return texts.disabled
  return (
    isOld && (
      <span className={classes['old']}>
        <Icon name="warning" size={16} /> {texts.old}
      </span>
    )
  )
}
