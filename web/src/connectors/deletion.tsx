import { Alert, Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { Icon } from '../icons.tsx'
import { Failure } from '../page/failure.tsx'
import { useService } from '../service/service-context.ts'
import { useChange } from '../service/use-change.ts'
import { texts as shell } from '../shell/texts.ts'
import { texts } from './texts.ts'

/** Takes a connector away, after asking. */
export function Deletion({ name, onDone }: { name: string; onDone(): unknown }) {
  const service = useService()
  const client = useQueryClient()
  const [isAsking, { open, close }] = useDisclosure(false)
  const remove = useChange({
    run: () => service.delete(`/utility/connectors/${name}`),
    done: texts.removed,
    outdated: ['utility', 'health'],
    onDone: () => {
      onDone()
      client.removeQueries({ queryKey: ['utility', 'connectors', name] })
    },
  })
  if (!isAsking)
    return (
      <Group>
        <Button variant="default" leftSection={<Icon name="withdraw" size={18} />} onClick={open}>
          {texts.remove}
        </Button>
      </Group>
    )
  return (
    <Alert color="red" title={texts.removeTitle} icon={<Icon name="withdraw" />} maw={760}>
      <Text size="sm" mb="sm">
        {texts.removeHint}
      </Text>
      {remove.isError && <Failure error={remove.error} />}
      <Group mt="sm" gap="xs">
        <Button color="red.9" loading={remove.isPending} onClick={() => remove.mutate()}>
          {texts.remove}
        </Button>
        <Button variant="default" onClick={close} autoFocus>
          {shell.cancel}
        </Button>
      </Group>
    </Alert>
  )
}
