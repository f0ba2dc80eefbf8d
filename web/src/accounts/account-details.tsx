import { Stack, Title } from '@mantine/core'
import type { AccountJson } from '../../../src/auth/auth-schemas.ts'
import { Dialog } from '../page/dialog.tsx'
import { Removal } from '../page/removal.tsx'
import { useService } from '../service/service-context.ts'
import { useChange } from '../service/use-change.ts'
import { AccountForm } from './account-form.tsx'
import { DeviceKeys } from './device-keys.tsx'
import { PasswordForm } from './password-form.tsx'
import { pathOf } from './path.ts'
import { texts } from './texts.ts'

interface AccountDetailsProps {
  account: AccountJson
  onClose(): void
}

/** One account with everything that can be done with it. */
export function AccountDetails({ account, onClose }: AccountDetailsProps) {
  const service = useService()
  const { username } = account
  const remove = useChange({
    run: () => service.delete(pathOf(username)),
    done: texts.removed(username),
    outdated: ['accounts', 'audit'],
    onDone: onClose,
  })
  return (
    <Dialog title={username} size="lg" onClose={onClose}>
      <Stack gap="xl">
        <AccountForm account={account} />
        <section>
          <Title order={3} size="h5" mb="xs">
            {texts.password}
          </Title>
          <PasswordForm account={account} />
        </section>
        <section>
          <Title order={3} size="h5" mb="xs">
            {texts.keysTitle}
          </Title>
          <DeviceKeys account={account} />
        </section>
        <Removal
          button={texts.remove}
          title={texts.removeTitle(username)}
          hint={texts.removeHint}
          keep={texts.keep}
          change={remove}
        />
      </Stack>
    </Dialog>
  )
}
