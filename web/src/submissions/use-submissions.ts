import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { SubmissionState } from '../../../src/utility/submissions/progress.ts'
import type { SubmissionJson } from '../../../src/utility/submissions/submission-json.ts'
import { useService } from '../service/service-context.ts'
import { isUnderWay } from './submission-state.ts'

interface ListPage {
  submissions: SubmissionJson[]
  nextCursor: string | null
}

const perPage = 50
// The stream tells of the site that is shown; a submission may belong to another one.
const againMilliseconds = 15_000

/** A site's submissions, newest first. */
export function useSubmissions(site: string, state: SubmissionState | '') {
  const service = useService()
  return useInfiniteQuery({
    queryKey: ['utility', 'submissions', site, state],
    queryFn: ({ pageParam }) =>
      service.get<ListPage>('/utility/submissions', {
        site,
        limit: perPage,
        ...(state !== '' && { state }),
        ...(pageParam !== null && { cursor: pageParam }),
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
}

export function useSubmission(id: string) {
  const service = useService()
  return useQuery({
    queryKey: ['utility', 'submission', id],
    queryFn: async () => (await service.get<{ submission: SubmissionJson }>(`/utility/submissions/${id}`)).submission,
    refetchInterval: ({ state: { data } }) => (data && isUnderWay(data) ? againMilliseconds : false),
  })
}
