import { Alert, Button, Paper, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Failure } from '../page/failure.tsx'

interface EntranceFormProps {
  title: string
  intro?: string | undefined
  notice?: string | undefined
  error: Error | null
  submit: string
  isBusy: boolean
  /** The texts of the fields, by their names. */
  onSubmit(values: Record<string, string>): void
  children: ReactNode
}

/** The card in which a person signs in or makes the first account. */
export function EntranceForm({ title, intro, notice, error, submit, isBusy, onSubmit, children }: EntranceFormProps) {
  return (
    <Paper component="section" withBorder shadow="sm" p={{ base: 'md', sm: 'xl' }} maw={420} mx="auto">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit(textsOf(event.currentTarget))
        }}
      >
        <Stack gap="md">
          <Title order={1} size="h2">
            {title}
          </Title>
          {intro && <Text c="dimmed">{intro}</Text>}
          {notice && !error && (
            <Alert color="cyan" role="status">
              {notice}
            </Alert>
          )}
          {error && <Failure error={error} />}
          {children}
          <Button type="submit" size="md" fullWidth loading={isBusy}>
            {submit}
          </Button>
        </Stack>
      </form>
    </Paper>
  )
}

function textsOf(form: HTMLFormElement): Record<string, string> {
  const entries = [...new FormData(form)].map(
    ([name, value]) => [name, typeof value === 'string' ? value : ''] as const,
  )
  return Object.fromEntries(entries)
}
