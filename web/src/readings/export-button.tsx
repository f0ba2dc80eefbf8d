import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Icon } from '../icons.tsx'
import { saveFile } from '../page/save-file.ts'
import { pathWith } from '../service/service.ts'
import { useService } from '../service/service-context.ts'
import { queryOf, type ReadingFilter } from './filter.ts'
import { texts } from './texts.ts'

/** Saves what the filter lets through as a file. */
export function ExportButton({ site, filter }: { site: string; filter: ReadingFilter }) {
  const service = useService()
  const download = useMutation({
    mutationFn: async () => {
      const answer = await service.fetch(pathWith('/readings/export', { ...queryOf(site, filter), format: 'csv' }))
      saveFile(await answer.blob(), `readings-${site}.csv`)
    },
  })
  return (
    <Button
      variant="default"
      leftSection={<Icon name="download" size={18} />}
      loading={download.isPending}
      onClick={() => download.mutate()}
    >
      {texts.export}
    </Button>
  )
}
