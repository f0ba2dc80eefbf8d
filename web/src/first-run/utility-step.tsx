import { Button, Group, Stack } from '@mantine/core'
import { TypeCards } from '../connectors/start-cards.tsx'
import type { StepProps } from './step.ts'
import { texts } from './texts.ts'

/** Leads to the form of the type that is chosen; or it is done later. */
export function UtilityStep({ onDone }: StepProps) {
  return (
    <Stack gap="md">
      <TypeCards />
      <Group justify="flex-end">
        <Button onClick={() => onDone()}>{texts.finish}</Button>
      </Group>
    </Stack>
  )
}
