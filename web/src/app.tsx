import { useQuery, useQueryClient } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react'
import { Failure } from './page/failure.tsx'
import { Loading } from './page/loading.tsx'
import { forgetLastKnown } from './readings/last-known.ts'
import { router } from './routes.tsx'
import { useSession } from './service/service-context.ts'
import { type Grant, isSetupNeeded } from './session/session-calls.ts'
import { texts } from './session/texts.ts'
import { Entrance } from './shell/shell.tsx'

const SignInPage = lazy(async () => ({ default: (await import('./session/sign-in-page.tsx')).SignInPage }))
const SetupPage = lazy(async () => ({ default: (await import('./session/setup-page.tsx')).SetupPage }))

/** The pages for who is signed in; for others the first account or the sign-in. */
export function App() {
  const session = useSession()
  const state = useSyncExternalStore(session.subscribe, session.state)
  const queryClient = useQueryClient()
  const isSignedIn = state === 'signed-in'
  useEffect(() => {
    // What one person saw is not there for the next.
    if (isSignedIn) return
    queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'setup' })
    forgetLastKnown()
  }, [isSignedIn, queryClient])
  if (isSignedIn) return <RouterProvider router={router} />
  return (
    <Entrance>
      <Suspense fallback={<Loading />}>
        <Door notice={state === 'ended' ? texts.ended : undefined} />
      </Suspense>
    </Entrance>
  )
}

function Door({ notice }: { notice: string | undefined }) {
  const session = useSession()
  const [token] = useState(tokenFromLink)
  const setup = useQuery({ queryKey: ['setup'], queryFn: isSetupNeeded, staleTime: 0 })
  const begin = async (grant: Grant): Promise<void> => {
    await router.navigate({ to: '/set-up' })
    session.start(grant)
  }
  if (setup.isPending) return <Loading />
  if (setup.isError) return <Failure error={setup.error} onRetry={setup.refetch} />
  if (setup.data) return <SetupPage token={token} onDone={begin} onTooLate={setup.refetch} />
  const alreadySetUp = token === '' ? undefined : texts.alreadySetUp
  return <SignInPage notice={notice ?? alreadySetUp} onDone={session.start} />
}

// The link holds a secret, so it does not stay in the address.
function tokenFromLink(): string {
  const [, query = ''] = /^#\/setup\?(.*)$/.exec(window.location.hash) ?? []
  const token = new URLSearchParams(query).get('token') ?? ''
  if (token !== '') window.history.replaceState(null, '', window.location.pathname)
  return token
}
