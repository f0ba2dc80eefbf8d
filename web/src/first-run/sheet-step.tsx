import '@mantine/core/styles/List.css'
import { Alert, Button, Group, List, Paper, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { HealthJson } from '../../../src/operations/operations-routes.ts'
import { Icon } from '../icons.tsx'
import { QueryView } from '../page/query-view.tsx'
import { useService } from '../service/service-context.ts'
import { SheetCheckForm } from './sheet-check-form.tsx'
import type { StepProps } from './step.ts'
import { texts } from './texts.ts'

export function SheetStep({ onDone }: StepProps) {
  const service = useService()
  const health = useQuery({ queryKey: ['health'], queryFn: () => service.get<HealthJson>('/health') })
  return (
    <Paper withBorder p={{ base: 'md', sm: 'xl' }}>
      <Stack gap="md">
        <QueryView query={health}>
          {({ checks: { sheet } }) => (sheet.state === 'off' ? <Guide /> : <Connected sheet={sheet} />)}
        </QueryView>
        <Group>
          <Button variant="default" onClick={() => onDone()}>
            {texts.later}
          </Button>
        </Group>
      </Stack>
    </Paper>
  )
}

function Guide() {
  return (
    <>
      <List type="ordered" spacing="xs" size="sm">
        {texts.sheet.howTo.map((step) => (
          <List.Item key={step}>{step}</List.Item>
        ))}
      </List>
      <SheetCheckForm />
    </>
  )
}

function Connected({ sheet: { state, detail } }: { sheet: HealthJson['checks']['sheet'] }) {
  const isGood = state === 'ok'
  return (
    <Alert
      color={isGood ? 'bridge' : 'yellow'}
      title={texts.sheet.connected}
      icon={<Icon name={isGood ? 'check' : 'warning'} />}
    >
      <Text size="sm">{detail}</Text>
    </Alert>
  )
}
