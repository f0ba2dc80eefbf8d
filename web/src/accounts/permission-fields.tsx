import '@mantine/core/styles/Combobox.css'
import '@mantine/core/styles/Pill.css'
import '@mantine/core/styles/PillsInput.css'
import '@mantine/core/styles/Popover.css'
import '@mantine/core/styles/ScrollArea.css'
import { MultiSelect, NativeSelect } from '@mantine/core'
import type { Role } from '../../../src/auth/roles.ts'
import { texts as preferences } from '../preferences/texts.ts'
import { useSites } from '../sites/use-sites.ts'
import { texts } from './texts.ts'

export interface Permissions {
  role: Role
  /** Empty for all. */
  sites: string[]
}

interface PermissionFieldsProps {
  value: Permissions
  onChange(value: Permissions): void
  errors: Partial<Record<keyof Permissions, string>>
}

const mostShown = 50

/** A role, and the sites that an account is bound to. */
export function PermissionFields({ value, onChange, errors }: PermissionFieldsProps) {
  const { data: sites = [] } = useSites()
  const isAdmin = value.role === 'admin'
  return (
    <>
      <NativeSelect
        label={texts.role}
        value={value.role}
        description={preferences.roles[value.role]}
        data={Object.entries(texts.roles).map(([role, label]) => ({ value: role, label }))}
        error={errors.role}
        onChange={(event) => onChange({ ...value, role: event.currentTarget.value as Role })}
      />
      <MultiSelect
        label={texts.boundTo}
        description={isAdmin ? texts.boundToAdmin : texts.boundToHint}
        placeholder={value.sites.length === 0 ? texts.findSite : ''}
        disabled={isAdmin}
        value={isAdmin ? [] : value.sites}
        data={sites.map(({ site, name }) => ({ value: site, label: name === site ? name : `${name} (${site})` }))}
        searchable
        hidePickedOptions
        limit={mostShown}
        nothingFoundMessage={texts.nothing}
        error={errors.sites}
        onChange={(chosen) => onChange({ ...value, sites: chosen })}
      />
    </>
  )
}

/** As the service takes them. */
export function permissionsOf({ role, sites }: Permissions): { role: Role; sites: string[] | null } {
  return { role, sites: role === 'admin' || sites.length === 0 ? null : sites }
}
