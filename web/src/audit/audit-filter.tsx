import { Button, NativeSelect, Paper, SimpleGrid, TextInput } from '@mantine/core'
import { useAccounts } from '../accounts/use-accounts.ts'
import { type AuditFilter, everything, isFiltered } from './filter.ts'
import { texts } from './texts.ts'

interface AuditFilterBarProps {
  filter: AuditFilter
  onChange(filter: AuditFilter): void
}

/** Which entries are shown. */
export function AuditFilterBar({ filter, onChange }: AuditFilterBarProps) {
  const { data: accounts = [] } = useAccounts()
  const day = (name: 'fromDay' | 'toDay') => ({
    type: 'date',
    value: filter[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ ...filter, [name]: event.currentTarget.value }),
  })
  return (
    <Paper withBorder p="md" component="section" aria-label={texts.title}>
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm" verticalSpacing="sm">
        <TextInput label={texts.from} {...day('fromDay')} />
        <TextInput label={texts.to} {...day('toDay')} />
        <NativeSelect
          label={texts.account}
          value={filter.account}
          data={[{ value: '', label: texts.anybody }, ...accounts.map(({ username }) => username)]}
          onChange={(event) => onChange({ ...filter, account: event.currentTarget.value })}
        />
        {isFiltered(filter) && (
          <Button variant="default" style={{ alignSelf: 'end' }} onClick={() => onChange(everything)}>
            {texts.reset}
          </Button>
        )}
      </SimpleGrid>
    </Paper>
  )
}
