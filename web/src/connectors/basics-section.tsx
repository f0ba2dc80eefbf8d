import { NativeSelect, Paper, SimpleGrid, Text, TextInput } from '@mantine/core'
import type { ValueRule } from '../../../src/utility/submissions/value.ts'
import { counterText } from '../locale/numbers.ts'
import { useCurrentReading } from '../readings/use-current-reading.ts'
import { useKnownSites } from '../sites/use-sites.ts'
import { useDraft, usePlace } from './draft.ts'
import { ChoiceField } from './fields.tsx'
import { FormSection } from './form-section.tsx'
import { sentText } from './sent-value.ts'
import { texts } from './texts.ts'
import { useConnectors } from './use-connectors.ts'

const goodName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

export function isGoodName(name: string): boolean {
  return goodName.test(name)
}

interface NameFieldProps {
  name: string
  onChange(name: string): void
  /** Whether an empty name is told to be none yet. */
  isChecked: boolean
}

export function NameField({ name, onChange, isChecked }: NameFieldProps) {
  const { data: others = [] } = useConnectors()
  const isBad = !isGoodName(name) && (name !== '' || isChecked)
  const isTaken = others.some((other) => other.name === name)
  return (
    <Paper withBorder p={{ base: 'md', sm: 'lg' }}>
      <TextInput
        label={texts.name}
        description={texts.nameHint}
        value={name}
        maxLength={64}
        spellCheck={false}
        autoComplete="off"
        error={(isBad && texts.badName) || (isTaken && texts.takenName)}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </Paper>
  )
}

/** Which value of which site is sent, and how exactly. */
export function BasicsSection() {
  const { data: sites = [] } = useKnownSites()
  const siteNames = Object.fromEntries(sites.map(({ site, name }) => [site, name]))
  return (
    <FormSection title={texts.basics}>
      {sites.length > 1 && <ChoiceField path="site" label={texts.site} choices={siteNames} fallback="home" />}
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md">
        <ChoiceField path="value/field" label={texts.counter} choices={texts.counters} fallback="meterValue" />
        <DecimalsField />
        <ChoiceField path="value/rounding" label={texts.rounding} choices={texts.roundings} fallback="down" />
      </SimpleGrid>
      <Example />
    </FormSection>
  )
}

function DecimalsField() {
  const { text, error, change } = usePlace('value/decimals')
  return (
    <NativeSelect
      label={texts.decimals}
      value={text || '0'}
      error={error}
      data={texts.decimalChoices.map((label, index) => ({ value: String(index), label }))}
      onChange={(event) => change(Number(event.currentTarget.value))}
    />
  )
}

function Example() {
  const { definition } = useDraft()
  const { data: reading } = useCurrentReading(definition.site ?? 'home')
  const given = definition['value'] as Partial<ValueRule> | undefined
  const rule: ValueRule = { field: 'meterValue', decimals: 0, rounding: 'down', ...given }
  const value = reading?.latest[rule.field]?.value
  if (value === undefined) return null
  return (
    <Text size="sm" c="dimmed">
      {texts.example(counterText(value), sentText(value, rule))}
    </Text>
  )
}
