import { UnstyledButton } from '@mantine/core'
import type { AuditEntryJson } from '../../../src/auth/audit/audit-list-routes.ts'
import { Icon } from '../icons.tsx'
import { instantText } from '../locale/instants.ts'
import { Cell, openRow, VirtualTable } from '../page/virtual-table.tsx'
import classes from './audit.module.css'
import { outcomeOf, whatOf } from './entry.ts'
import { texts } from './texts.ts'

interface AuditTableProps {
  entries: readonly AuditEntryJson[]
  hasMore: boolean
  onEnd(): unknown
  onOpen(entry: AuditEntryJson): void
}

export function AuditTable({ entries, onOpen, ...paging }: AuditTableProps) {
  return (
    <VirtualTable
      {...paging}
      label={texts.title}
      columns={texts.columns}
      rows={entries}
      className={classes['table']}
      renderCells={(entry) => (
        <>
          <Cell column="time">{instantText(entry.at)}</Cell>
          <Cell column="account">{entry.account ?? texts.nobody}</Cell>
          <Cell column="what">
            <UnstyledButton className={openRow} onClick={() => onOpen(entry)}>
              {whatOf(entry)}
            </UnstyledButton>
          </Cell>
          <Cell column="address" isForDesks>
            {entry.address}
          </Cell>
          <Cell column="outcome">
            <span className={classes['outcome']} data-is-bad={entry.status >= 400 || undefined}>
              {entry.status >= 400 && <Icon name="warning" size={16} />} {outcomeOf(entry)}
            </span>
          </Cell>
        </>
      )}
    />
  )
}
