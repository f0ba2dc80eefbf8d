import { Alert, Button, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { BackupJson, BackupsJson } from '../../../src/operations/backups-routes.ts'
import { Icon } from '../icons.tsx'
import { Empty } from '../page/empty.tsx'
import { Failure } from '../page/failure.tsx'
import { Page } from '../page/page.tsx'
import { QueryView } from '../page/query-view.tsx'
import { useService } from '../service/service-context.ts'
import { useChange } from '../service/use-change.ts'
import { BackupsList } from './backups-list.tsx'
import { Elsewhere } from './elsewhere.tsx'
import { RestoreGuide } from './restore-guide.tsx'
import { texts } from './texts.ts'

/** Copies of the ledger, to make, to take away and to restore. */
export function BackupsPage() {
  const service = useService()
  const backups = useQuery({ queryKey: ['backups'], queryFn: () => service.get<BackupsJson>('/backups') })
  const make = useChange({
    run: () => service.post<BackupJson>('/backups'),
    done: texts.made,
    outdated: ['backups', 'status'],
  })
  const makeButton = (
    <Button leftSection={<Icon name="add" size={18} />} loading={make.isPending} onClick={() => make.mutate()}>
      {texts.make}
    </Button>
  )
  const isHere = backups.data?.elsewhere === null
  return (
    <Page title={texts.title} intro={isHere && texts.intro} actions={isHere && makeButton}>
      {make.isError && <Failure error={make.error} />}
      <QueryView query={backups}>
        {({ backups: all, elsewhere }) => (elsewhere === null ? <Here backups={all} /> : <Elsewhere />)}
      </QueryView>
    </Page>
  )
}

function Here({ backups }: { backups: readonly BackupJson[] }) {
  const [newest] = backups
  return (
    <Stack gap="lg">
      {newest ? <BackupsList backups={backups} /> : <Empty icon="backups" title={texts.none} hint={texts.noneHint} />}
      <Alert color="yellow" icon={<Icon name="warning" />}>
        <Text size="sm">{texts.careful}</Text>
      </Alert>
      <RestoreGuide example={newest?.name ?? 'meterbridge-….db'} />
    </Stack>
  )
}
