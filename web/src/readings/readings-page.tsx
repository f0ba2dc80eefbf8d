import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { lazy, Suspense, useState } from 'react'
import type { ListedReadingJson } from '../../../src/readings/reading-schemas.ts'
import { Empty } from '../page/empty.tsx'
import { Page } from '../page/page.tsx'
import { QueryView } from '../page/query-view.tsx'
import { useCurrentSite } from '../sites/current-site.ts'
import { ExportButton } from './export-button.tsx'
import { countFilters, everything, type ReadingFilter } from './filter.ts'
import { FilterBar } from './filter-bar.tsx'
import { ReadingsTable } from './readings-table.tsx'
import { texts } from './texts.ts'
import { useReadingsList } from './use-readings-list.ts'

const ReadingDetails = lazy(async () => ({ default: (await import('./reading-details.tsx')).ReadingDetails }))
const typingMilliseconds = 300

/** All readings of the site, to look through, correct and take away as a file. */
export function ReadingsPage() {
  const site = useCurrentSite()
  const [filter, setFilter] = useState<ReadingFilter>(everything)
  const [asked] = useDebouncedValue(filter, typingMilliseconds)
  const [opened, setOpened] = useState<ListedReadingJson>()
  const { list, hasNewer } = useReadingsList(site, asked)
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = list
  return (
    <Page title={texts.title} actions={<ExportButton site={site} filter={asked} />}>
      <FilterBar filter={filter} onChange={setFilter} />
      {hasNewer && (
        <Button variant="light" onClick={() => list.refetch()}>
          {texts.newer}
        </Button>
      )}
      <QueryView query={list}>
        {({ pages }) => {
          const readings = pages.flatMap((page) => page.readings)
          if (readings.length === 0) return <Nothing isFiltered={countFilters(asked) > 0} />
          const onEnd = () => hasNextPage && !isFetchingNextPage && fetchNextPage()
          return <ReadingsTable readings={readings} hasMore={hasNextPage} onEnd={onEnd} onOpen={setOpened} />
        }}
      </QueryView>
      <Suspense>
        {opened && <ReadingDetails key={opened.id} listed={opened} onClose={() => setOpened(undefined)} />}
      </Suspense>
    </Page>
  )
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  return isFiltered ? (
    <Empty icon="search" title={texts.nothing} hint={texts.nothingHint} />
  ) : (
    <Empty icon="readings" title={texts.empty} hint={texts.emptyHint} />
  )
}
