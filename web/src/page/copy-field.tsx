import { TextInput } from '@mantine/core'
import { CopyButton } from './copy-button.tsx'
import classes from './copy-field.module.css'

/** A text to take along: selected at a touch, or copied at the press of a button. */
export function CopyField({ label, value }: { label: string; value: string }) {
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
      rightSection={<CopyButton text={value} />}
    />
  )
}
