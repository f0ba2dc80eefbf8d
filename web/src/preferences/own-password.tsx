import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Failure } from '../page/failure.tsx'
import { notify } from '../page/notify.ts'
import { refusalAt } from '../service/api-error.ts'
import { useService, useSession } from '../service/service-context.ts'
import { PasswordField } from '../session/password-field.tsx'
import { signInWithPassword } from '../session/session-calls.ts'
import { texts } from './texts.ts'

/** Changes the own password. That ends all sign-ins, so this page signs in again with the new one. */
export function OwnPassword({ username }: { username: string }) {
  const service = useService()
  const session = useSession()
  const [currentPassword, setCurrentPassword] = useState('')
  const [newPassword, setNewPassword] = useState('')
  const change = useMutation({
    mutationFn: async () => {
      await service.post('/auth/password', { currentPassword, newPassword })
      session.start(await signInWithPassword({ username, password: newPassword }))
    },
    onSuccess: async () => {
      setCurrentPassword('')
      setNewPassword('')
      await notify({ text: texts.passwordChanged, kind: 'done' })
    },
    meta: { isErrorShown: true },
  })
  const { at, rest } = refusalAt(change.error, ['currentPassword', 'newPassword', 'password'])
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        change.mutate()
      }}
    >
      <Stack gap="sm">
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <PasswordField
          label={texts.currentPassword}
          value={currentPassword}
          autoComplete="current-password"
          error={at.currentPassword}
          onChange={(event) => setCurrentPassword(event.currentTarget.value)}
        />
        <PasswordField
          label={texts.newPassword}
          value={newPassword}
          autoComplete="new-password"
          error={at.newPassword ?? at.password}
          onChange={(event) => setNewPassword(event.currentTarget.value)}
        />
        <Text size="sm" c="dimmed">
          {texts.passwordHint}
        </Text>
        {rest && <Failure error={rest} />}
        <Group>
          <Button
            type="submit"
            variant="default"
            loading={change.isPending}
            disabled={currentPassword === '' || newPassword === ''}
          >
            {texts.changePassword}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
