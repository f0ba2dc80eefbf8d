import { SimpleGrid } from '@mantine/core'
import { ChoiceField, TextField } from './fields.tsx'
import { FormSection } from './form-section.tsx'
import { texts } from './texts.ts'

const { pvoutput } = texts

export function PvoutputForm() {
  return (
    <FormSection title={pvoutput.title}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <TextField
          path="systemId"
          label={pvoutput.systemId}
          description={pvoutput.systemIdHint}
          inputMode="numeric"
          isKept
        />
        <ChoiceField path="kind" label={pvoutput.kind} choices={pvoutput.kinds} fallback="status" />
      </SimpleGrid>
    </FormSection>
  )
}
