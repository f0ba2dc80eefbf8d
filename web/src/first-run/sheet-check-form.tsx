import { Alert, Button, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ConnectionJson } from '../../../src/sheets/connection-routes.ts'
import { Icon } from '../icons.tsx'
import { Failure } from '../page/failure.tsx'
import { useService } from '../service/service-context.ts'
import { spreadsheetIdIn } from '../sites/spreadsheet-link.ts'
import classes from './first-run.module.css'
import { texts } from './texts.ts'

/** Tries a key and a spreadsheet against Google, and says what is missing. */
export function SheetCheckForm() {
  const service = useService()
  const [key, setKey] = useState('')
  const [link, setLink] = useState('')
  const spreadsheetId = spreadsheetIdIn(link)
  const check = useMutation({
    mutationFn: () => service.post<ConnectionJson>('/sheets/check', { key, spreadsheetId }),
    meta: { isErrorShown: true },
  })
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (spreadsheetId !== undefined && key.trim() !== '') check.mutate()
      }}
    >
      <Stack gap="sm">
        <Textarea
          label={texts.sheet.key}
          description={texts.sheet.keyHint}
          value={key}
          rows={4}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setKey(event.currentTarget.value)}
        />
        <TextInput
          label={texts.sheet.link}
          value={link}
          inputMode="url"
          error={link.trim() !== '' && spreadsheetId === undefined && texts.sheet.badLink}
          onChange={(event) => setLink(event.currentTarget.value)}
        />
        <Button type="submit" loading={check.isPending}>
          {texts.sheet.check}
        </Button>
        {check.isError && <Failure error={check.error} />}
        {check.data && <Outcome connection={check.data} spreadsheetId={spreadsheetId ?? ''} />}
      </Stack>
    </form>
  )
}

function Outcome({ connection, spreadsheetId }: { connection: ConnectionJson; spreadsheetId: string }) {
  const { account, problem } = connection
  if (problem !== null)
    return (
      <Alert color="yellow" title={problem} icon={<Icon name="warning" />} role="alert">
        <Text size="sm" className={classes['breakable']}>
          {texts.sheet.account(account)}
        </Text>
      </Alert>
    )
  return (
    <Alert color="bridge" title={texts.sheet.ok} icon={<Icon name="check" />} role="status">
      <Text size="sm" className={classes['breakable']}>
        {texts.sheet.account(account)}
      </Text>
      <Text size="sm" mt="xs">
        {texts.sheet.settings}
      </Text>
      <pre className={classes['settings']}>
        {`GOOGLE_SHEET_ID=${spreadsheetId}\nGOOGLE_CREDENTIALS_PATH=./service-account.json`}
      </pre>
    </Alert>
  )
}
