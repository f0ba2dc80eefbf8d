import '@mantine/core/styles/List.css'
import { List, Stack, Text } from '@mantine/core'
import { Command } from '../page/command.tsx'
import { Section } from '../page/section.tsx'
import { texts } from './texts.ts'

/** What to do when the ledger is lost. */
export function RestoreGuide({ example }: { example: string }) {
  const { title, steps, another } = texts.restore
  return (
    <Section title={title}>
      <Stack gap="sm" maw={640}>
        <List type="ordered" spacing="xs" size="sm">
          {steps.map((step) => (
            <List.Item key={step}>{step}</List.Item>
          ))}
        </List>
        <Command text={`npm run meterbridge -- restore ${example}`} />
        <Text size="sm" c="dimmed">
          {another}
        </Text>
      </Stack>
    </Section>
  )
}
