import { Textarea } from '@mantine/core'
import { useState } from 'react'
import type { Definition } from './connector.ts'
import { useDraft } from './draft.ts'
import classes from './form.module.css'
import { FormSection } from './form-section.tsx'
import { texts } from './texts.ts'

/** The whole definition as text, for what the form has no field for. */
export function JsonSection({ onBad }: { onBad(isBad: boolean): void }) {
  const { definition, replace } = useDraft()
  const [text, setText] = useState(() => JSON.stringify(definition, null, 2))
  const [isBad, setIsBad] = useState(false)
  const type = (next: string): void => {
    setText(next)
    const read = readObject(next)
    setIsBad(read === undefined)
    onBad(read === undefined)
    // The type is chosen at the beginning and stays.
    if (read) replace({ ...read, type: definition.type })
  }
  return (
    <FormSection title={texts.jsonLabel} hint={texts.jsonHint}>
      <Textarea
        aria-label={texts.jsonLabel}
        value={text}
        error={isBad && texts.badJson}
        autosize
        minRows={16}
        maxRows={40}
        spellCheck={false}
        classNames={{ input: classes['code'] ?? '' }}
        onChange={(event) => type(event.currentTarget.value)}
      />
    </FormSection>
  )
}

function readObject(text: string): Omit<Definition, 'type'> | undefined {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Definition) : undefined
  } catch {
    return undefined
  }
}
