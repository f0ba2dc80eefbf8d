import { Textarea, TextInput, UnstyledButton } from '@mantine/core'
import { useRef, useState } from 'react'
import { usePlace } from './draft.ts'
import classes from './form.module.css'
import { texts } from './texts.ts'

type Placeholder = keyof typeof texts.placeholderNames

interface PlaceholderFieldProps {
  path: string
  label: string
  description?: string
  placeholder?: string
  rows?: number
  offers: readonly Placeholder[]
  read?(text: string): unknown
  write?(value: unknown): string
}

/** A text with placeholders, which a press puts where the cursor is. */
export function PlaceholderField({
  path,
  rows,
  offers,
  read = String,
  write = String,
  ...rest
}: PlaceholderFieldProps) {
  const { value, error, change } = usePlace(path)
  const [typed, setTyped] = useState(() => (value === undefined ? '' : write(value)))
  const single = useRef<HTMLInputElement>(null)
  const several = useRef<HTMLTextAreaElement>(null)
  const type = (text: string): void => {
    setTyped(text)
    change(text.trim() === '' ? undefined : read(text))
  }
  const insert = (placeholder: string): void => {
    const field = single.current ?? several.current
    if (!field) return
    field.focus()
    field.setRangeText(placeholder, field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end')
    type(field.value)
  }
  const common = {
    ...rest,
    value: typed,
    error,
    spellCheck: false,
    autoComplete: 'off',
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => type(currentTarget.value),
  }
  return (
    <div>
      {rows === undefined ? <TextInput {...common} ref={single} /> : <Textarea {...common} ref={several} rows={rows} />}
      <div className={classes['offers']}>
        <span>{texts.placeholders}</span>
        {offers.map((offer) => (
          <UnstyledButton
            key={offer}
            type="button"
            className={classes['offer']}
            title={offer}
            onClick={() => insert(offer)}
          >
            {texts.placeholderNames[offer]}
          </UnstyledButton>
        ))}
      </div>
    </div>
  )
}
