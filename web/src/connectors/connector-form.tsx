import '@mantine/core/styles/FloatingIndicator.css'
import '@mantine/core/styles/SegmentedControl.css'
import '@mantine/core/styles/Switch.css'
import { Button, Group, SegmentedControl, Stack } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { ConnectorTemplate } from '../../../src/utility/templates/templates.ts'
import { BasicsSection, NameField } from './basics-section.tsx'
import type { Definition } from './connector.ts'
import { DraftContext } from './draft.ts'
import classes from './form.module.css'
import { JsonSection } from './json-section.tsx'
import { Refusal } from './refusal.tsx'
import { SecretsSection } from './secrets-section.tsx'
import { texts } from './texts.ts'
import { TypeForm } from './type-form.tsx'
import { useDraftState } from './use-draft-state.ts'
import { useSaveConnector } from './use-save-connector.ts'
import { WhenSection } from './when-section.tsx'

interface ConnectorFormProps {
  /** Undefined for one that is not stored yet. */
  name?: string
  initial: Definition
  storedSecrets?: readonly string[]
  template?: ConnectorTemplate
  onSaved(name: string): unknown
}

type View = 'form' | 'json'

/** Everything that can be said of a connector: as a form, or as JSON for what the form has no field for. */
export function ConnectorForm({ name: stored, initial, storedSecrets = [], template, onSaved }: ConnectorFormProps) {
  const [view, setView] = useState<View>('form')
  const [isBadJson, setIsBadJson] = useState(false)
  const [name, setName] = useState(stored ?? template?.name ?? '')
  const isNew = stored === undefined
  const save = useSaveConnector({ isNew, onSaved })
  const draft = useDraftState({ initial, storedSecrets, error: save.error })
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (save.error) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [save.error])
  return (
    <DraftContext value={draft}>
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate({ name, draft }, { onSuccess: () => draft.forgetTyped() })
        }}
      >
        <Stack gap="md" maw={760}>
          <ViewChoice view={view} onChange={setView} />
          {isNew && <NameField name={name} onChange={setName} isChecked={save.isError} />}
          {view === 'json' ? <JsonSection onBad={setIsBadJson} /> : <TypeForm />}
          <SecretsSection hints={template?.secrets ?? {}} />
          {view === 'form' && (
            <>
              <BasicsSection />
              <WhenSection isNew={isNew} />
            </>
          )}
          {save.isError && <Refusal error={save.error} shownPaths={draft.shownPaths} />}
          <Group justify="flex-end" className={classes['saveBar'] ?? ''}>
            <Button type="submit" loading={save.isPending} disabled={isBadJson && view === 'json'}>
              {texts.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </DraftContext>
  )
}

function ViewChoice({ view, onChange }: { view: View; onChange(view: View): void }) {
  return (
    <Group justify="flex-end">
      <SegmentedControl
        size="sm"
        aria-label={texts.view}
        value={view}
        onChange={(chosen) => onChange(chosen as View)}
        data={[
          { value: 'form', label: texts.form },
          { value: 'json', label: texts.json },
        ]}
      />
    </Group>
  )
}
