import { Button, FileButton, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { SheetConnectionJson } from '../../../src/sheets/connection/connection-routes.ts'
import { Icon } from '../icons.tsx'
import { Failure } from '../page/failure.tsx'
import { notifyFailure } from '../page/notify.ts'
import { ApiError } from '../service/api-error.ts'
import { useService } from '../service/service-context.ts'
import { useChange } from '../service/use-change.ts'
import classes from './connect-form.module.css'
import { texts } from './texts.ts'

interface ConnectFormProps {
  /** What is connected now. */
  connection: SheetConnectionJson
}

type Mistakes = Readonly<Record<string, string>>

/** Tries a key and a spreadsheet against Google, and keeps both where they are well; else says what is missing. */
export function ConnectForm({ connection }: ConnectFormProps) {
  const service = useService()
  const isStored = connection.source === 'stored'
  const [key, setKey] = useState('')
  const [spreadsheet, setSpreadsheet] = useState(isStored ? (connection.spreadsheetId ?? '') : '')
  const [tab, setTab] = useState((isStored && connection.tab) || 'Readings')
  const [mistakes, setMistakes] = useState<Mistakes>({})
  const connect = useChange({
    run: (body: object) => service.put<SheetConnectionJson>('/sheets/connection', body),
    done: texts.connectedNow,
    outdated: ['sheet-connection', 'health', 'sites'],
    onDone: () => setKey(''),
  })
  const submit = (): void => {
    const parsed = parseKey(key)
    const found = mistakesIn({ key: isStored && key.trim() === '' ? {} : parsed, spreadsheet })
    setMistakes(found)
    if (Object.keys(found).length === 0)
      connect.mutate({ ...(parsed && { key: parsed }), spreadsheet, tab: tab.trim() || 'Readings' })
  }
  const fields = connect.error instanceof ApiError ? { ...connect.error.fields, ...mistakes } : mistakes
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Stack gap="sm">
        <Textarea
          label={texts.key}
          description={isStored ? texts.keptKeyHint : texts.keyHint}
          value={key}
          rows={4}
          spellCheck={false}
          autoComplete="off"
          classNames={{ input: classes['key'] ?? '' }}
          error={fields['key']}
          onChange={(event) => setKey(event.currentTarget.value)}
        />
        <KeyFile onRead={setKey} />
        <TextInput
          label={texts.link}
          value={spreadsheet}
          inputMode="url"
          error={fields['spreadsheet']}
          onChange={(event) => setSpreadsheet(event.currentTarget.value)}
        />
        <TextInput
          label={texts.tab}
          description={texts.tabHint}
          value={tab}
          maxLength={100}
          error={fields['tab']}
          onChange={(event) => setTab(event.currentTarget.value)}
        />
        {connect.isError && <Failure error={connect.error} />}
        <Group>
          <Button type="submit" loading={connect.isPending}>
            {texts.connect}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function KeyFile({ onRead }: { onRead: (text: string) => void }) {
  const read = (file: File | null): void => {
    file?.text().then(onRead, notifyFailure)
  }
  return (
    <Group>
      <FileButton accept="application/json,.json" onChange={read}>
        {(props) => (
          <Button {...props} variant="default" size="xs" leftSection={<Icon name="import" size={16} />}>
            {texts.chooseFile}
          </Button>
        )}
      </FileButton>
    </Group>
  )
}

function parseKey(text: string): object | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

function mistakesIn({ key, spreadsheet }: { key: object | undefined; spreadsheet: string }): Mistakes {
  return { ...(!key && { key: texts.badKey }), ...(spreadsheet.trim() === '' && { spreadsheet: texts.noLink }) }
}
