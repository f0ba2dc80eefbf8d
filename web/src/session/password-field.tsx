import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { texts } from './texts.ts'

/** A password, or another secret. The button that shows it has a name, and the keyboard reaches it. */
export function PasswordField(props: PasswordInputProps) {
  return (
    <PasswordInput
      {...props}
      visibilityToggleButtonProps={{ 'aria-label': texts.showPassword, tabIndex: 0, 'aria-hidden': false }}
    />
  )
}
