import { Button, Group, Paper, Text } from '@mantine/core'
import type { StepProps } from './step.ts'
import { texts } from './texts.ts'

export function UtilityStep({ onDone }: StepProps) {
  return (
    <Paper withBorder p={{ base: 'md', sm: 'xl' }}>
      <Text>{texts.utility.how}</Text>
      <Group mt="lg" justify="flex-end">
        <Button onClick={() => onDone()}>{texts.finish}</Button>
      </Group>
    </Paper>
  )
}
