import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Failure } from './failure.tsx'
import { Loading } from './loading.tsx'

interface QueryViewProps<Answer> {
  query: UseQueryResult<Answer>
  /** In place of the spinner, where the shape of what comes is known. */
  whileLoading?: ReactNode
  children: (answer: Answer) => ReactNode
}

/** What a query found; while it has found nothing yet, that it is looking or why it could not. */
export function QueryView<Answer>({ query, whileLoading = <Loading />, children }: QueryViewProps<Answer>) {
  if (query.data !== undefined)
    return (
      <>
        {query.isError && <Failure error={query.error} onRetry={query.refetch} />}
        {children(query.data)}
      </>
    )
  if (query.isError) return <Failure error={query.error} onRetry={query.refetch} />
  return whileLoading
}
