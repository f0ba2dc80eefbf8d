import '@mantine/core/styles/Combobox.css'
import '@mantine/core/styles/Popover.css'
import '@mantine/core/styles/ScrollArea.css'
import '@mantine/core/styles/Switch.css'
import { Select, SimpleGrid, Switch, TextInput } from '@mantine/core'
import { texts } from './texts.ts'
import type { TypedSite } from './typed-site.ts'

interface SiteFieldsProps {
  typed: TypedSite
  onChange(typed: TypedSite): void
  errors: Partial<Record<keyof TypedSite, string | undefined>>
}

const mostShown = 50
const inputWrapperOrder: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error']
const { fields } = texts

/** The settings of a site. */
export function SiteFields({ typed, onChange, errors }: SiteFieldsProps) {
  const field = (name: Exclude<keyof TypedSite, 'hasSheet'>) => ({
    label: fields[name],
    // Below, so that fields beside each other stand in line.
    inputWrapperOrder,
    value: typed[name],
    error: errors[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ ...typed, [name]: event.currentTarget.value }),
  })
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <TextInput {...field('name')} maxLength={100} />
        <Select
          {...field('timeZone')}
          description={fields.timeZoneHint}
          data={zonesWith(typed.timeZone)}
          searchable
          limit={mostShown}
          nothingFoundMessage={fields.noZone}
          allowDeselect={false}
          onChange={(timeZone) => onChange({ ...typed, timeZone: timeZone ?? typed.timeZone })}
        />
        <TextInput {...field('digits')} description={fields.digitsHint} inputMode="numeric" />
        <TextInput {...field('expectEveryHours')} description={fields.expectHint} inputMode="decimal" />
        <TextInput {...field('meterMaxPerDay')} description={fields.maxHint} inputMode="decimal" />
        <TextInput {...field('inverterMaxPerDay')} description={fields.maxHint} inputMode="decimal" />
      </SimpleGrid>
      <Switch
        label={fields.hasSheet}
        checked={typed.hasSheet}
        onChange={(event) => onChange({ ...typed, hasSheet: event.currentTarget.checked })}
      />
      {typed.hasSheet && (
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <TextInput {...field('sheetLink')} description={fields.sheetLinkHint} inputMode="url" />
          <TextInput {...field('tab')} description={fields.tabHint} maxLength={100} />
        </SimpleGrid>
      )}
    </>
  )
}

function zonesWith(zone: string): string[] {
  return [...new Set([zone, ...Intl.supportedValuesOf('timeZone')])].sort((one, other) => one.localeCompare(other))
}
