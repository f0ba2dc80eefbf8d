import { Text } from '@mantine/core'
import type { HealthJson } from '../../../src/operations/operations-routes.ts'
import { Facts } from '../page/facts.tsx'
import { Section } from '../page/section.tsx'
import { texts } from './texts.ts'

/** The rows of the sheet that a person has to put right. */
export function SheetProblems({ problems }: Pick<HealthJson['checks']['sheet'], 'problems'>) {
  return (
    <Section title={texts.problems}>
      <Text size="sm" c="dimmed" mb="sm">
        {texts.problemsHint}
      </Text>
      <Facts facts={problems.map(({ row, message }) => [texts.row(row), message] as const)} />
    </Section>
  )
}
