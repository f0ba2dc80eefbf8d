import { TextInput } from '@mantine/core'
import { PasswordField } from './password-field.tsx'
import { texts } from './texts.ts'

interface AccountFieldsProps {
  passwordKind: 'current-password' | 'new-password'
  passwordHint?: string
  /** Sentences by the field that they are about. */
  errors?: Readonly<Record<string, string>>
}

/** A name and a password, so that password managers know them and phones do not capitalise them. */
export function AccountFields({ passwordKind, passwordHint, errors = {} }: AccountFieldsProps) {
  return (
    <>
      <TextInput
        name="username"
        label={texts.username}
        autoComplete="username"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        size="md"
        maxLength={64}
        required
        withAsterisk={false}
        error={errors['username']}
      />
      <PasswordField
        name="password"
        label={texts.password}
        description={passwordHint}
        autoComplete={passwordKind}
        size="md"
        required
        withAsterisk={false}
        error={errors['password']}
      />
    </>
  )
}
