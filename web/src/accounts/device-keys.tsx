import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import type { AccountJson, NewKeyJson } from '../../../src/auth/auth-schemas.ts'
import { Icon } from '../icons.tsx'
import { Age } from '../page/age.tsx'
import { Command } from '../page/command.tsx'
import { Failure } from '../page/failure.tsx'
import { useService } from '../service/service-context.ts'
import { useChange } from '../service/use-change.ts'
import classes from './accounts.module.css'
import { pathOf } from './path.ts'
import { texts } from './texts.ts'

const outdated = ['accounts', 'audit']

/** The keys with which devices sign in; two at most, so that one is replaced without a gap. */
export function DeviceKeys({ account: { username, credentials } }: { account: AccountJson }) {
  const service = useService()
  const make = useChange({ run: () => service.post<NewKeyJson>(`${pathOf(username)}/keys`), outdated })
  const remove = useChange({
    run: (id: string) => service.delete(`${pathOf(username)}/keys/${id}`),
    done: texts.keyRemoved,
    outdated,
    onDone: make.reset,
  })
  const error = make.error ?? remove.error
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {texts.keysHint}
      </Text>
      <ul className={classes['keys']}>
        {credentials.map(
          ({ id, setAt, isOld }) =>
            id !== null && (
              <li key={id}>
                <div>
                  <Text size="sm" fw={600}>
                    {texts.key(id)}
                  </Text>
                  <Text size="sm" c="dimmed">
                    <Age timestamp={setAt} />
                    {isOld && ` · ${texts.old}`}
                  </Text>
                </div>
                <Button
                  variant="default"
                  size="xs"
                  aria-label={texts.removeKeyOf(id)}
                  loading={remove.isPending && remove.variables === id}
                  onClick={() => remove.mutate(id)}
                >
                  {texts.removeKey}
                </Button>
              </li>
            ),
        )}
      </ul>
      {make.data && (
        <Alert color="bridge" title={texts.newKey} icon={<Icon name="check" />} role="status">
          <Text size="sm" mb="xs">
            {texts.newKeyHint}
          </Text>
          <Command text={make.data.key} />
        </Alert>
      )}
      {error && <Failure error={error} />}
      <Group>
        <Button
          variant="default"
          leftSection={<Icon name="add" size={18} />}
          loading={make.isPending}
          onClick={() => make.mutate()}
        >
          {texts.makeKey}
        </Button>
      </Group>
    </Stack>
  )
}
