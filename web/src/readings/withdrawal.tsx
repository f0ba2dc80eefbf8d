import { Alert, Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Icon } from '../icons.tsx'
import { Failure } from '../page/failure.tsx'
import { useService } from '../service/service-context.ts'
import { texts } from './texts.ts'
import { useChange } from './use-change.ts'

/** Takes a reading back, after asking. */
export function Withdrawal({ id, onDone }: { id: string; onDone(): void }) {
  const service = useService()
  const [isAsking, { open, close }] = useDisclosure(false)
  const withdraw = useChange({ run: () => service.delete(`/records/${id}`), done: texts.withdrawn, onDone })
  if (!isAsking)
    return (
      <Group>
        <Button variant="default" leftSection={<Icon name="withdraw" size={18} />} onClick={open}>
          {texts.withdraw}
        </Button>
      </Group>
    )
  return (
    <Alert color="red" title={texts.withdrawTitle} icon={<Icon name="withdraw" />}>
      <Text size="sm">{texts.withdrawHint}</Text>
      {withdraw.isError && <Failure error={withdraw.error} />}
      <Group mt="sm" gap="xs">
        <Button color="red.9" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
          {texts.withdraw}
        </Button>
        <Button variant="default" onClick={close} autoFocus>
          {texts.keep}
        </Button>
      </Group>
    </Alert>
  )
}
