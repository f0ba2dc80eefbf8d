import { Button, Group, Paper, Stack } from '@mantine/core'
import { QueryView } from '../page/query-view.tsx'
import { SheetGuide } from '../sheet/sheet-guide.tsx'
import { SheetState } from '../sheet/sheet-state.tsx'
import { useConnection } from '../sheet/use-connection.ts'
import type { StepProps } from './step.ts'
import { texts } from './texts.ts'

export function SheetStep({ onDone }: StepProps) {
  const connection = useConnection()
  const isConnected = connection.data !== undefined && connection.data.source !== 'none'
  return (
    <Paper withBorder p={{ base: 'md', sm: 'xl' }}>
      <Stack gap="md">
        <QueryView query={connection}>
          {(known) => (known.source === 'none' ? <SheetGuide connection={known} /> : <SheetState />)}
        </QueryView>
        <Group>
          <Button variant={isConnected ? 'filled' : 'default'} onClick={() => onDone()}>
            {isConnected ? texts.goOn : texts.later}
          </Button>
        </Group>
      </Stack>
    </Paper>
  )
}
