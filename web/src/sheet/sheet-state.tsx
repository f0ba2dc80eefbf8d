import { Alert, Text } from '@mantine/core'
import { Icon } from '../icons.tsx'
import { QueryView } from '../page/query-view.tsx'
import { useHealth } from '../status/use-health.ts'
import { texts } from './texts.ts'

/** How the mirror is, with what a person is to do where it has stopped. */
export function SheetState() {
  return (
    <QueryView query={useHealth()}>
      {({ checks: { sheet } }) => (
        <Alert
          color={sheet.state === 'ok' ? 'bridge' : 'yellow'}
          title={texts.states[sheet.state] ?? sheet.state}
          icon={<Icon name={sheet.state === 'ok' ? 'check' : 'warning'} />}
        >
          {sheet.state !== 'ok' && <Text size="sm">{sheet.detail}</Text>}
        </Alert>
      )}
    </QueryView>
  )
}
