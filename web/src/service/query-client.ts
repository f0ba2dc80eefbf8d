import { MutationCache, QueryClient } from '@tanstack/react-query'
import { notifyFailure } from '../page/notify.ts'
import { isTransient } from './api-error.ts'

const freshMilliseconds = 10_000

declare module '@tanstack/react-query' {
  interface Register {
    mutationMeta: {
      /** The page itself shows what went wrong; else it is told in passing. */
      isErrorShown?: boolean
    }
  }
}

/** What the service has answered. The first part of a key is the path's first part, such as `readings`. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    mutationCache: new MutationCache({
      onError: (error, _variables, _result, { meta }) => (meta?.isErrorShown ? undefined : notifyFailure(error)),
    }),
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < 2 && isTransient(error),
        staleTime: freshMilliseconds,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  })
}
