import { Button } from '@mantine/core'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import type { AuditEntryJson, AuditPageJson } from '../../../src/auth/audit/audit-list-routes.ts'
import { Icon } from '../icons.tsx'
import { deviceZone } from '../locale/instants.ts'
import { Empty } from '../page/empty.tsx'
import { Page } from '../page/page.tsx'
import { QueryView } from '../page/query-view.tsx'
import { saveFile } from '../page/save-file.ts'
import { pathWith } from '../service/service.ts'
import { useService } from '../service/service-context.ts'
import { AuditFilterBar } from './audit-filter.tsx'
import { AuditTable } from './audit-table.tsx'
import { type AuditFilter, everything, isFiltered, queryOf } from './filter.ts'
import { texts } from './texts.ts'

const AuditEntry = lazy(async () => ({ default: (await import('./audit-entry.tsx')).AuditEntry }))
const rowsPerPage = 200

/** Who did what, to look through and to take away as a file. */
export function AuditPage() {
  const service = useService()
  const [filter, setFilter] = useState<AuditFilter>(everything)
  const [opened, setOpened] = useState<AuditEntryJson>()
  const list = useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam }) =>
      service.get<AuditPageJson>('/audit', { ...queryOf(filter), limit: rowsPerPage, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    staleTime: 0,
  })
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = list
  const onEnd = () => hasNextPage && !isFetchingNextPage && fetchNextPage()
  return (
    <Page title={texts.title} intro={texts.intro(deviceZone())} actions={<Exports filter={filter} />}>
      <AuditFilterBar filter={filter} onChange={setFilter} />
      <QueryView query={list}>
        {({ pages }) => {
          const entries = pages.flatMap((page) => page.entries)
          if (entries.length === 0) return <Nothing isFiltered={isFiltered(filter)} />
          return <AuditTable entries={entries} hasMore={hasNextPage} onEnd={onEnd} onOpen={setOpened} />
        }}
      </QueryView>
      <Suspense>{opened && <AuditEntry entry={opened} onClose={() => setOpened(undefined)} />}</Suspense>
    </Page>
  )
}

function Exports({ filter }: { filter: AuditFilter }) {
  const service = useService()
  const save = useMutation({
    mutationFn: async (format: 'csv' | 'ndjson') => {
      const answer = await service.fetch(pathWith('/audit/export', { ...queryOf(filter), format }))
      saveFile(await answer.blob(), `audit.${format}`)
    },
  })
  return (['csv', 'ndjson'] as const).map((format) => (
    <Button
      key={format}
      variant="default"
      leftSection={<Icon name="download" size={18} />}
      loading={save.isPending && save.variables === format}
      onClick={() => save.mutate(format)}
    >
      {texts.exportAs(format.toUpperCase())}
    </Button>
  ))
}

function Nothing({ isFiltered: wasFiltered }: { isFiltered: boolean }) {
  return wasFiltered ? (
    <Empty icon="search" title={texts.nothing} hint={texts.nothingHint} />
  ) : (
    <Empty icon="audit" title={texts.empty} hint={texts.emptyHint} />
  )
}
