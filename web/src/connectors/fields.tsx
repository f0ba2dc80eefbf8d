import { NativeSelect, Switch, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { PasswordField } from '../session/password-field.tsx'
import { useDraft, usePlace, useShown } from './draft.ts'
import { texts } from './texts.ts'

interface FieldProps {
  path: string
  label: string
  description?: string
}

interface TextFieldProps extends FieldProps {
  placeholder?: string
  inputMode?: 'url' | 'email' | 'numeric'
  /** Empty, it stays as an empty text rather than being left out. */
  isKept?: boolean
}

export function TextField({ path, isKept = false, ...rest }: TextFieldProps) {
  const { text, error, change } = usePlace(path)
  return (
    <TextInput
      {...rest}
      value={text}
      error={error}
      spellCheck={false}
      autoComplete="off"
      onChange={({ currentTarget }) => change(currentTarget.value === '' && !isKept ? undefined : currentTarget.value)}
    />
  )
}

interface ChoiceFieldProps extends FieldProps {
  choices: Readonly<Record<string, string>>
  fallback: string
}

export function ChoiceField({ path, choices, fallback, ...rest }: ChoiceFieldProps) {
  const { text, error, change } = usePlace(path)
  return (
    <NativeSelect
      {...rest}
      value={text || fallback}
      error={error}
      data={Object.entries(choices).map(([choice, label]) => ({ value: choice, label }))}
      onChange={({ currentTarget }) => change(currentTarget.value)}
    />
  )
}

interface SwitchFieldProps extends FieldProps {
  /** What stands there when it is on, and when it is off. */
  on: unknown
  off?: unknown
}

export function SwitchField({ path, on, off, ...rest }: SwitchFieldProps) {
  const { value, error, change } = usePlace(path)
  return (
    <Switch
      {...rest}
      checked={value !== undefined && value !== off}
      error={error}
      onChange={({ currentTarget }) => change(currentTarget.checked ? on : off)}
    />
  )
}

interface ReadFieldProps extends FieldProps {
  rows?: number
  placeholder?: string
  read(text: string): unknown
  write(value: unknown): string
}

/** A field whose text is read into something else; what was typed stays as it was typed. */
export function ReadField({ path, read, write, rows, ...rest }: ReadFieldProps) {
  const { value, error, change } = usePlace(path)
  const [typed, setTyped] = useState(() => (value === undefined ? '' : write(value)))
  const common = {
    ...rest,
    value: typed,
    error,
    spellCheck: false,
    autoComplete: 'off',
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => {
      setTyped(currentTarget.value)
      change(currentTarget.value.trim() === '' ? undefined : read(currentTarget.value))
    },
  }
  return rows === undefined ? <TextInput {...common} /> : <Textarea {...common} rows={rows} />
}

/** How late the utility may list a reading that it has taken. */
export function MinutesField({ path }: { path: string }) {
  return (
    <ReadField
      path={path}
      label={texts.graceMinutes}
      description={texts.graceHint}
      placeholder="1"
      read={(text) => (/^\s*\d+\s*$/.test(text) ? Number(text) : text)}
      write={String}
    />
  )
}

/** A secret goes in and never comes out. */
export function SecretField({ name, description }: { name: string; description?: string }) {
  const { typedSecrets, storedSecrets, errors, shownPaths, typeSecrets } = useDraft()
  const path = `secrets/${name}`
  useShown(path, shownPaths)
  const names: Readonly<Record<string, string>> = texts.secretNames
  return (
    <PasswordField
      label={names[name] ?? name}
      {...(description && { description })}
      placeholder={storedSecrets.includes(name) ? texts.stored : ''}
      value={typedSecrets[name] ?? ''}
      error={errors[path]}
      autoComplete="new-password"
      onChange={({ currentTarget }) => typeSecrets({ [name]: currentTarget.value })}
    />
  )
}
