import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../page/dialog.tsx'
import { Failure } from '../page/failure.tsx'
import { useService } from '../service/service-context.ts'
import { useChange } from '../service/use-change.ts'
import { texts as shell } from '../shell/texts.ts'
import { texts } from './texts.ts'

/** A button that forgets the connection, after a question. */
export function Disconnect() {
  const service = useService()
  const [isAsking, setIsAsking] = useState(false)
  const disconnect = useChange({
    run: () => service.delete('/sheets/connection'),
    done: texts.disconnected,
    outdated: ['sheet-connection', 'health', 'sites'],
    onDone: () => setIsAsking(false),
  })
  return (
    <>
      <Button variant="default" onClick={() => setIsAsking(true)}>
        {texts.disconnect}
      </Button>
      {isAsking && (
        <Dialog title={texts.disconnectQuestion} onClose={() => setIsAsking(false)}>
          <Stack gap="md">
            <Text size="sm">{texts.disconnectHint}</Text>
            {disconnect.isError && <Failure error={disconnect.error} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setIsAsking(false)}>
                {shell.cancel}
              </Button>
              <Button color="red" loading={disconnect.isPending} onClick={() => disconnect.mutate()}>
                {texts.disconnect}
              </Button>
            </Group>
          </Stack>
        </Dialog>
      )}
    </>
  )
}
