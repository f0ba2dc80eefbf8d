import { useMutation } from '@tanstack/react-query'
import { AccountFields } from './account-fields.tsx'
import { type Grant, signInWithPassword } from './api.ts'
import { EntranceForm } from './entrance-form.tsx'
import { texts } from './texts.ts'

interface SignInPageProps {
  notice: string | undefined
  onDone(grant: Grant): void
}

export function SignInPage({ notice, onDone }: SignInPageProps) {
  const signIn = useMutation({ mutationFn: signInWithPassword, onSuccess: onDone, networkMode: 'always' })
  return (
    <EntranceForm
      title={texts.signIn.title}
      notice={notice}
      error={signIn.error}
      submit={texts.signIn.submit}
      isBusy={signIn.isPending}
      onSubmit={({ username = '', password = '' }) => signIn.mutate({ username: username.trim(), password })}
    >
      <AccountFields passwordKind="current-password" />
    </EntranceForm>
  )
}
