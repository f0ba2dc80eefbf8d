import '@mantine/core/styles/List.css'
import { List, Stack } from '@mantine/core'
import type { SheetConnectionJson } from '../../../src/sheets/connection/connection-routes.ts'
import { ConnectForm } from './connect-form.tsx'
import { texts } from './texts.ts'

/** The way to a spreadsheet for whoever has none. */
export function SheetGuide({ connection }: { connection: SheetConnectionJson }) {
  return (
    <Stack gap="md">
      <List type="ordered" spacing="xs" size="sm">
        {texts.howTo.map((step) => (
          <List.Item key={step}>{step}</List.Item>
        ))}
      </List>
      <ConnectForm connection={connection} />
    </Stack>
  )
}
