import { Alert, Button } from '@mantine/core'
import { Icon } from '../icons.tsx'
import { Loading } from '../page/loading.tsx'
import { Page } from '../page/page.tsx'
import { useCurrentSite } from '../sites/current-site.ts'
import { FileDrop } from './file-drop.tsx'
import { FileImport } from './file-import.tsx'
import { texts } from './texts.ts'
import { useOpenTable } from './use-open-table.ts'

/** A file of readings: how it is read, what the service says to every row, and its way into the ledger. */
export function ImportPage() {
  const site = useCurrentSite()
  const { table, open, readAgain, close } = useOpenTable()
  const another = table && (
    <Button variant="default" leftSection={<Icon name="import" size={18} />} onClick={close}>
      {texts.another}
    </Button>
  )
  return (
    <Page title={texts.title} intro={table ? undefined : texts.intro} actions={another}>
      {open.isError && (
        <Alert color="red" role="alert" icon={<Icon name="warning" />} title={texts.unreadable(open.error.message)} />
      )}
      {open.isPending && <Loading />}
      {!(table || open.isPending) && <FileDrop onFile={open.mutate} />}
      {table && <FileImport key={site} table={table} site={site} onReadAgain={readAgain.mutate} />}
    </Page>
  )
}
