import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { AccountJson } from '../../../src/auth/auth-schemas.ts'
import { Age } from '../page/age.tsx'
import { Failure } from '../page/failure.tsx'
import { refusalAt } from '../service/api-error.ts'
import { useService } from '../service/service-context.ts'
import { useChange } from '../service/use-change.ts'
import { PasswordField } from '../session/password-field.tsx'
import { pathOf } from './path.ts'
import { texts } from './texts.ts'

/** Gives an account another password. */
export function PasswordForm({ account: { username, credentials } }: { account: AccountJson }) {
  const service = useService()
  const [password, setPassword] = useState('')
  const known = credentials.find(({ kind }) => kind === 'password')
  const save = useChange({
    run: () => service.patch(pathOf(username), { password }),
    done: texts.passwordSet,
    outdated: ['accounts', 'audit'],
    onDone: () => setPassword(''),
  })
  const { at, rest } = refusalAt(save.error, ['password'])
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {known ? (
            <>
              {texts.password} {texts.since} <Age timestamp={known.setAt} />.
            </>
          ) : (
            texts.noPassword
          )}
        </Text>
        <PasswordField
          label={texts.changePassword}
          description={texts.changePasswordHint}
          value={password}
          autoComplete="new-password"
          error={at.password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {rest && <Failure error={rest} />}
        <Group>
          <Button type="submit" variant="default" loading={save.isPending} disabled={password === ''}>
            {texts.setPassword}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
