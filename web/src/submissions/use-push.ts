import { useQuery } from '@tanstack/react-query'
import type { PreviewJson, WaysJson } from '../../../src/utility/submissions/preview-json.ts'
import type { SubmissionJson } from '../../../src/utility/submissions/submission-json.ts'
import { useService } from '../service/service-context.ts'
import { useChange } from '../service/use-change.ts'

/** The connectors of a site that are switched on. */
export function useWays(site: string) {
  const service = useService()
  return useQuery({
    queryKey: ['utility', 'ways', site],
    queryFn: async () => {
      const { connectors } = await service.get<WaysJson>('/utility/push', { site })
      return connectors.filter(({ enabled }) => enabled)
    },
  })
}

export interface PushWish {
  site: string
  connector: string
  /** The newest one where none is named. */
  readingId: string | undefined
}

/** What a push would hand over. */
export function usePreview(wish: PushWish) {
  const service = useService()
  return useQuery({
    queryKey: ['utility', 'preview', wish],
    queryFn: () => service.get<PreviewJson>('/utility/preview', { ...wish }),
    staleTime: 0,
  })
}

/** Hands the previewed reading over, that one and no newer. */
export function usePush(onPushed: (id: string) => unknown) {
  const service = useService()
  return useChange<PreviewJson, { submission: SubmissionJson }>({
    run: ({ site, connector, readingId }) => service.post('/utility/push', { site, connector, readingId }),
    outdated: ['utility', 'health'],
    onDone: ({ submission }) => onPushed(submission.id),
  })
}
