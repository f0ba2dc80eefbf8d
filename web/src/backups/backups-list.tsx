import { Button, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { BackupJson } from '../../../src/operations/backups-routes.ts'
import { Icon } from '../icons.tsx'
import { instantText } from '../locale/instants.ts'
import { sizeText } from '../locale/numbers.ts'
import { Age } from '../page/age.tsx'
import { notify } from '../page/notify.ts'
import { saveLargeFile } from '../page/save-large-file.ts'
import { Section } from '../page/section.tsx'
import { useService } from '../service/service-context.ts'
import { useJobs } from '../status/use-jobs.ts'
import classes from './backups.module.css'
import { texts } from './texts.ts'

/** The back-ups that there are, the newest first. */
export function BackupsList({ backups }: { backups: readonly BackupJson[] }) {
  return (
    <Section title={texts.list}>
      <ul className={classes['list']}>
        {backups.map((backup) => (
          <BackupRow key={backup.name} backup={backup} />
        ))}
      </ul>
      <Text size="sm" c="dimmed" mt="sm">
        {texts.kept} <NextBackup />
      </Text>
    </Section>
  )
}

function BackupRow({ backup: { name, madeAt, bytes } }: { backup: BackupJson }) {
  const service = useService()
  const time = instantText(madeAt)
  const save = useMutation({
    mutationFn: async () => {
      const isSaved = await saveLargeFile(name, () => service.fetch(`/backups/${name}`))
      if (isSaved) await notify({ text: texts.saved(name), kind: 'done' })
    },
  })
  return (
    <li className={classes['row']}>
      <div>
        <Text size="sm" fw={600}>
          {time}
        </Text>
        <Text size="sm" c="dimmed">
          <Age timestamp={madeAt} /> · {sizeText(bytes)}
        </Text>
      </div>
      <span className={classes['checked']} title={texts.checkedHint}>
        <Icon name="check" size={16} /> {texts.checked}
      </span>
      <Button
        variant="default"
        px="sm"
        leftSection={<Icon name="download" size={18} />}
        aria-label={texts.downloadOf(time)}
        loading={save.isPending}
        onClick={() => save.mutate()}
      >
        {texts.download}
      </Button>
    </li>
  )
}

function NextBackup() {
  const { data: jobs } = useJobs()
  const next = jobs?.find(({ name }) => name === 'backup')?.nextRunAt
  return (
    next && (
      <>
        {texts.next} <Age timestamp={next} />.
      </>
    )
  )
}
