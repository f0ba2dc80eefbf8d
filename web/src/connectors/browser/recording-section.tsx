import { Button, FileButton, Group, SimpleGrid, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Recipe } from '../../../../src/utility/connectors/browser/recipe.ts'
import { Icon } from '../../icons.tsx'
import { useService } from '../../service/service-context.ts'
import { PasswordField } from '../../session/password-field.tsx'
import { useDraft } from '../draft.ts'
import { FormSection } from '../form-section.tsx'
import { Refusal } from '../refusal.tsx'
import classes from './recipe.module.css'
import { texts } from './texts.ts'

type Typed = Record<'username' | 'password' | 'reading' | 'date', string>

interface Imported {
  recipe: Recipe
  problems: string[]
}

/** Makes a recipe of a recording; what was typed becomes placeholders, and the secrets of the connector. */
export function RecordingSection({ onMade }: { onMade(problems: readonly string[]): void }) {
  const [typed, setTyped] = useState<Typed>({ username: '', password: '', reading: '', date: '' })
  const [file, setFile] = useState<File | null>(null)
  const make = useMake({ typed, file, onMade })
  return (
    <FormSection title={texts.recording} hint={texts.recordingHint}>
      <HowTo />
      <FileChoice file={file} onChange={setFile} />
      <div>
        <Text fw={600} size="sm">
          {texts.values}
        </Text>
        <Text size="sm" c="dimmed">
          {texts.valuesHint}
        </Text>
      </div>
      <TypedValues typed={typed} onChange={(part) => setTyped({ ...typed, ...part })} />
      {make.isError && <Refusal error={make.error} />}
      <Group>
        <Button type="button" variant="light" loading={make.isPending} onClick={() => make.mutate()}>
          {texts.make}
        </Button>
      </Group>
    </FormSection>
  )
}

interface Making {
  typed: Typed
  file: File | null
  onMade(problems: readonly string[]): void
}

function useMake({ typed, file, onMade }: Making) {
  const service = useService()
  const { change, typeSecrets } = useDraft()
  return useMutation({
    mutationFn: async () => {
      if (!file) throw new Error(texts.fileMissing)
      const recording = readJson(await file.text())
      const values = Object.fromEntries(Object.entries(typed).filter(([, text]) => text !== ''))
      return await service.post<Imported>('/utility/recipes/import', { recording, values })
    },
    onSuccess: ({ recipe, problems }) => {
      const { username, password } = typed
      change('recipe', recipe)
      typeSecrets({ username, password })
      onMade(problems)
    },
    meta: { isErrorShown: true },
  })
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(texts.noRecording)
  }
}

function HowTo() {
  return (
    <details className={classes['howTo']}>
      <summary>{texts.howTo}</summary>
      <ol>
        {texts.howToSteps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </details>
  )
}

function FileChoice({ file, onChange }: { file: File | null; onChange(file: File | null): void }) {
  return (
    <Group gap="sm">
      <FileButton accept="application/json,.json" inputProps={{ 'aria-label': texts.file }} onChange={onChange}>
        {(props) => (
          <Button {...props} variant="default" leftSection={<Icon name="import" size={18} />}>
            {file ? texts.otherFile : texts.chooseFile}
          </Button>
        )}
      </FileButton>
      {file && (
        <Text size="sm" className={classes['fileName'] ?? ''}>
          {file.name}
        </Text>
      )}
    </Group>
  )
}

function TypedValues({ typed, onChange }: { typed: Typed; onChange(part: Partial<Typed>): void }) {
  const field = (name: keyof Typed) => ({
    label: texts[name],
    value: typed[name],
    spellCheck: false,
    onChange: (event: { currentTarget: { value: string } }) => onChange({ [name]: event.currentTarget.value }),
  })
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" verticalSpacing="md">
      <TextInput {...field('username')} autoComplete="off" />
      <PasswordField {...field('password')} autoComplete="new-password" />
      <TextInput {...field('reading')} autoComplete="off" />
      <TextInput {...field('date')} autoComplete="off" />
    </SimpleGrid>
  )
}
