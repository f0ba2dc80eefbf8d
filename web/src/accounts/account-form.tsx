import '@mantine/core/styles/Switch.css'
import { Button, Group, Stack, Switch } from '@mantine/core'
import { useState } from 'react'
import type { AccountJson } from '../../../src/auth/auth-schemas.ts'
import { Failure } from '../page/failure.tsx'
import { refusalAt } from '../service/api-error.ts'
import { useService } from '../service/service-context.ts'
import { useChange } from '../service/use-change.ts'
import { pathOf } from './path.ts'
import { PermissionFields, type Permissions, permissionsOf } from './permission-fields.tsx'
import { texts } from './texts.ts'

/** What an account may do, and whether it may sign in at all. */
export function AccountForm({ account }: { account: AccountJson }) {
  const service = useService()
  const [permissions, setPermissions] = useState<Permissions>({ role: account.role, sites: account.sites ?? [] })
  const [disabled, setDisabled] = useState(account.disabled)
  const save = useChange({
    run: () => service.patch(pathOf(account.username), { ...permissionsOf(permissions), disabled }),
    done: texts.saved,
    outdated: ['accounts', 'audit'],
  })
  const { at, rest } = refusalAt(save.error, ['role', 'sites'])
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Stack gap="md">
        <PermissionFields value={permissions} onChange={setPermissions} errors={at} />
        <Switch
          label={texts.enabled}
          description={texts.enabledHint}
          checked={!disabled}
          onChange={(event) => setDisabled(!event.currentTarget.checked)}
        />
        {rest && <Failure error={rest} />}
        <Group>
          <Button type="submit" loading={save.isPending}>
            {texts.save}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
