import { Button, Group, Stack } from '@mantine/core'
import { ReadingForm } from '../recording/reading-form.tsx'
import { useCurrentSite } from '../sites/current-site.ts'
import type { StepProps } from './step.ts'
import { texts } from './texts.ts'

export function ReadingStep({ onDone }: StepProps) {
  const site = useCurrentSite()
  return (
    <Stack gap="md">
      <ReadingForm site={site} onSaved={() => onDone()} />
      <Group>
        <Button variant="default" onClick={() => onDone()}>
          {texts.later}
        </Button>
      </Group>
    </Stack>
  )
}
