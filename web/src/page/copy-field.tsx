import { ActionIcon, TextInput } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { Icon } from '../icons.tsx'
import classes from './copy-field.module.css'

interface CopyFieldProps {
  label: string
  value: string
  copyLabel: string
  copiedLabel: string
}

/** A text to take along: selected at a touch, and copied at the press of a button where the browser lets pages do that. */
export function CopyField({ label, value, copyLabel, copiedLabel }: CopyFieldProps) {
  const { copy, copied } = useClipboard()
  // Browsers have a clipboard for pages only where the connection is safe.
  const canCopy = 'clipboard' in navigator
  return (
    <TextInput
      label={label}
      value={value}
      readOnly
      size="md"
      maw={320}
      classNames={{ input: classes['input'] ?? '' }}
      onFocus={(event) => event.currentTarget.select()}
      rightSectionWidth={48}
      rightSection={
        canCopy && (
          <ActionIcon
            variant="subtle"
            size={40}
            aria-label={copied ? copiedLabel : copyLabel}
            title={copied ? copiedLabel : copyLabel}
            onClick={() => copy(value)}
          >
            <Icon name={copied ? 'check' : 'copy'} />
          </ActionIcon>
        )
      }
    />
  )
}
