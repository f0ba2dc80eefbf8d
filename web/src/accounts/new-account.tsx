import { Button, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { AccountJson } from '../../../src/auth/auth-schemas.ts'
import { Dialog } from '../page/dialog.tsx'
import { Failure } from '../page/failure.tsx'
import { refusalAt } from '../service/api-error.ts'
import { useService } from '../service/service-context.ts'
import { useChange } from '../service/use-change.ts'
import { PasswordField } from '../session/password-field.tsx'
import { PermissionFields, type Permissions, permissionsOf } from './permission-fields.tsx'
import { texts } from './texts.ts'

interface NewAccountProps {
  onClose(): void
  onAdded(account: AccountJson): void
}

/** Makes an account. */
export function NewAccount({ onClose, onAdded }: NewAccountProps) {
  const service = useService()
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [permissions, setPermissions] = useState<Permissions>({ role: 'recorder', sites: [] })
  const add = useChange({
    run: () =>
      service.post<AccountJson>('/accounts', {
        username: username.trim(),
        ...permissionsOf(permissions),
        ...(password !== '' && { password }),
      }),
    done: (account) => texts.added(account.username),
    outdated: ['accounts', 'audit'],
    onDone: (account) => {
      onClose()
      // Without a password it is a device's, which needs a key.
      if (!account.hasPassword) onAdded(account)
    },
  })
  const { at, rest } = refusalAt(add.error, ['username', 'password', 'role', 'sites'])
  return (
    <Dialog title={texts.add} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          add.mutate()
        }}
      >
        <Stack gap="md">
          <TextInput
            label={texts.username}
            description={texts.usernameHint}
            value={username}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={64}
            data-autofocus
            error={at.username}
            onChange={(event) => setUsername(event.currentTarget.value)}
          />
          <PermissionFields value={permissions} onChange={setPermissions} errors={at} />
          <PasswordField
            label={texts.newPassword}
            description={texts.newPasswordHint}
            value={password}
            autoComplete="new-password"
            error={at.password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          {rest && <Failure error={rest} />}
          <Button type="submit" loading={add.isPending}>
            {texts.add}
          </Button>
        </Stack>
      </form>
    </Dialog>
  )
}
