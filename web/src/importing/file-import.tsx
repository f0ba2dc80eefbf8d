import { Alert, Stack, Text } from '@mantine/core'
import { Icon } from '../icons.tsx'
import { counterText } from '../locale/numbers.ts'
import { Failure } from '../page/failure.tsx'
import { Loading } from '../page/loading.tsx'
import type { Choice } from '../table-file/file-table.ts'
import { Outcome } from './outcome.tsx'
import { ReadingSettings } from './reading-settings.tsx'
import { StartBar } from './start-bar.tsx'
import { texts } from './texts.ts'
import { useCheck } from './use-check.ts'
import { useImport } from './use-import.ts'
import type { OpenTable } from './use-open-table.ts'
import { useWay } from './use-way.ts'

interface FileImportProps {
  table: OpenTable
  site: string
  onReadAgain(choice: Choice): void
}

/** A file that is open. */
export function FileImport({ table, site, onReadAgain }: FileImportProps) {
  const choice = useWay(table.file)
  const check = useCheck(table, site, choice.way)
  const running = useImport()
  const { way } = choice
  const hasBegun = running.done.received > 0 || running.isRunning
  const result = hasBegun ? running.done : check.data
  const start = (): void => {
    if (way) running.start({ client: table.client, site, way, rowCount: table.file.rowCount })
  }
  return (
    <Stack gap="lg">
      {!hasBegun && <ReadingSettings file={table.file} site={site} choice={choice} onReadAgain={onReadAgain} />}
      {!way && (
        <Alert
          color="yellow"
          icon={<Icon name="warning" />}
          role="status"
          title={table.file.rowCount === 0 ? texts.noRows : texts.incomplete}
        />
      )}
      {check.isFetching && (
        <div>
          <Loading />
          <Text ta="center" c="dimmed" size="sm">
            {texts.checking(counterText(table.file.rowCount))}
          </Text>
        </div>
      )}
      {check.isError && !check.isFetching && <Failure error={check.error} onRetry={check.refetch} />}
      {check.data && !check.isFetching && (
        <StartBar check={check.data} running={running} rowCount={table.file.rowCount} onStart={start} />
      )}
      {result && way && !check.isFetching && (
        <Outcome table={table} way={way} result={result} stage={hasBegun ? 'result' : 'preview'} />
      )}
    </Stack>
  )
}
