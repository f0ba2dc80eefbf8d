import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { ApiError, statusOf } from '../service/api-error.ts'
import { AccountFields } from './account-fields.tsx'
import { EntranceForm } from './entrance-form.tsx'
import { type Grant, makeFirstAccount } from './session-calls.ts'
import { texts } from './texts.ts'

interface SetupPageProps {
  /** From the link; empty where the page was opened without it. */
  token: string
  onDone(grant: Grant): unknown
  /** Somebody else was quicker. */
  onTooLate(): unknown
}

export function SetupPage({ token, onDone, onTooLate }: SetupPageProps) {
  const setup = useMutation({
    mutationFn: makeFirstAccount,
    onSuccess: onDone,
    onError: (error) => {
      if (statusOf(error) === 409) onTooLate()
    },
    meta: { isErrorShown: true },
  })
  const errors = setup.error instanceof ApiError ? setup.error.fields : {}
  // A link that is refused may be an old one, so then the code can be typed.
  const isTokenKnown = token !== '' && statusOf(setup.error) !== 403
  return (
    <EntranceForm
      title={texts.setup.title}
      intro={texts.setup.intro}
      error={Object.keys(errors).length > 0 ? null : setup.error}
      submit={texts.setup.submit}
      isBusy={setup.isPending}
      onSubmit={({ token: typed = token, username = '', password = '' }) =>
        setup.mutate({ token: codeIn(typed), username: username.trim(), password })
      }
    >
      {!isTokenKnown && (
        <TextInput
          name="token"
          label={texts.setup.token}
          description={texts.setup.tokenHint}
          autoComplete="off"
          spellCheck={false}
          size="md"
          required
          withAsterisk={false}
        />
      )}
      <AccountFields passwordKind="new-password" passwordHint={texts.setup.passwordHint} errors={errors} />
    </EntranceForm>
  )
}

// People paste the whole link.
function codeIn(typed: string): string {
  return typed.trim().replace(/^.*token=/, '')
}
