import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { ListedReadingJson } from '../../../src/readings/reading-schemas.ts'
import { useService } from '../service/service-context.ts'
import { queryOf, type ReadingFilter } from './filter.ts'

interface ListPage {
  readings: ListedReadingJson[]
  nextCursor: string | null
}

const rowsPerPage = 500
const pagesLoadedAnew = 2

/** Readings that the filter lets through, newest first, page by page as the person scrolls. */
export function useReadingsList(site: string, filter: ReadingFilter) {
  const service = useService()
  const list = useInfiniteQuery({
    queryKey: ['readings-list', site, filter],
    queryFn: ({ pageParam }) =>
      service.get<ListPage>('/readings', {
        ...queryOf(site, filter),
        limit: rowsPerPage,
        ...(pageParam !== null && { cursor: pageParam }),
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: 0,
  })
  const pages = list.data?.pages.length ?? 0
  const hasNewer = useChanges(site, () => {
    if (pages > pagesLoadedAnew) return false
    list.refetch().catch(() => undefined)
    return true
  })
  return { list, hasNewer }
}

// A long list is not loaded anew whenever something happens; the person is told instead.
function useChanges(site: string, takeIn: () => boolean): boolean {
  const service = useService()
  const [hasNewer, setHasNewer] = useState(false)
  const { dataUpdatedAt } = useQuery({
    queryKey: ['records', 'newest', site],
    queryFn: () => service.get<ListPage>('/readings', { site, limit: 1 }),
  })
  const seen = useRef(0)
  useEffect(() => {
    if (seen.current !== 0 && dataUpdatedAt !== seen.current) setHasNewer(!takeIn())
    seen.current = dataUpdatedAt
  })
  return hasNewer
}
