import { SimpleGrid } from '@mantine/core'
import { secretsNeededBy } from './connector.ts'
import { useDraft } from './draft.ts'
import { SecretField } from './fields.tsx'
import { FormSection } from './form-section.tsx'
import { texts } from './texts.ts'

/** What the connector needs to know and nobody may see. */
export function SecretsSection({ hints }: { hints: Readonly<Record<string, string>> }) {
  const { definition } = useDraft()
  const names = secretsNeededBy(definition)
  if (names.length === 0) return null
  return (
    <FormSection title={texts.secrets} hint={texts.secretsHint}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" verticalSpacing="md">
        {names.map((name) => (
          <SecretField key={name} name={name} {...(hints[name] && { description: asSentence(hints[name]) })} />
        ))}
      </SimpleGrid>
    </FormSection>
  )
}

function asSentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
