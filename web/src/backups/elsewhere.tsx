import { Stack, Text } from '@mantine/core'
import { Command } from '../page/command.tsx'
import { Section } from '../page/section.tsx'
import { texts } from './texts.ts'

/** Where the ledger is not embedded. */
export function Elsewhere() {
  return (
    <Section title={texts.elsewhere}>
      <Stack gap="sm" maw={640}>
        <Text size="sm">{texts.elsewhereHint}</Text>
        <Command text={'pg_dump --format=custom --file=meterbridge.dump "$DATABASE_URL"'} />
        <Text size="sm">{texts.elsewhereExport}</Text>
      </Stack>
    </Section>
  )
}
