import { useMutation } from '@tanstack/react-query'
import { AccountFields } from './account-fields.tsx'
import { EntranceForm } from './entrance-form.tsx'
import { type Grant, signInWithPassword } from './session-calls.ts'
import { texts } from './texts.ts'

interface SignInPageProps {
  notice: string | undefined
  onDone(grant: Grant): void
}

export function SignInPage({ notice, onDone }: SignInPageProps) {
  const signIn = useMutation({ mutationFn: signInWithPassword, onSuccess: onDone, meta: { isErrorShown: true } })
  return (
    <EntranceForm
      title={texts.title}
      notice={notice}
      error={signIn.error}
      submit={texts.submit}
      isBusy={signIn.isPending}
      onSubmit={({ username = '', password = '' }) => signIn.mutate({ username: username.trim(), password })}
    >
      <AccountFields passwordKind="current-password" />
    </EntranceForm>
  )
}
