import { Alert, Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Icon } from '../icons.tsx'
import { Failure } from './failure.tsx'

interface RemovalProps {
  button: string
  /** The question, and what it means to say yes. */
  title: string
  hint: string
  keep: string
  change: { mutate(): void; reset(): void; isPending: boolean; error: Error | null }
}

/** Takes something away, after asking. */
export function Removal({ button, title, hint, keep, change }: RemovalProps) {
  const [isAsking, { open, close }] = useDisclosure(false)
  if (!isAsking)
    return (
      <Group>
        <Button variant="default" leftSection={<Icon name="withdraw" size={18} />} onClick={open}>
          {button}
        </Button>
      </Group>
    )
  const leave = (): void => {
    change.reset()
    close()
  }
  return (
    <Alert color="red" title={title} icon={<Icon name="withdraw" />}>
      <Text size="sm">{hint}</Text>
      {change.error && <Failure error={change.error} />}
      <Group mt="sm" gap="xs">
        <Button color="red.9" loading={change.isPending} onClick={() => change.mutate()}>
          {button}
        </Button>
        <Button variant="default" onClick={leave} autoFocus>
          {keep}
        </Button>
      </Group>
    </Alert>
  )
}
