import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { isSetupNeeded } from './api.ts'
import { CurrentReadingPage } from './current-reading-page.tsx'
import { Failure } from './failure.tsx'
import type { Session } from './session.ts'
import { SetupPage } from './setup-page.tsx'
import { Loading, Shell } from './shell.tsx'
import { SignInPage } from './sign-in-page.tsx'
import { texts } from './texts.ts'

/** The reading for who is signed in; for others the first account or the sign-in. */
export function App({ session }: { session: Session }) {
  const state = useSyncExternalStore(session.subscribe, session.state)
  const queryClient = useQueryClient()
  const isSignedIn = state === 'signed-in'
  useEffect(() => {
    // What one person saw is not there for the next.
    if (!isSignedIn) queryClient.removeQueries({ queryKey: ['readings'] })
  }, [isSignedIn, queryClient])
  if (isSignedIn)
    return (
      <Shell onSignOut={session.signOut}>
        <CurrentReadingPage session={session} />
      </Shell>
    )
  return (
    <Shell>
      <Entrance session={session} notice={state === 'ended' ? texts.signIn.ended : undefined} />
    </Shell>
  )
}

function Entrance({ session, notice }: { session: Session; notice: string | undefined }) {
  const [token] = useState(tokenFromLink)
  const setup = useQuery({ queryKey: ['setup'], queryFn: isSetupNeeded, staleTime: 0 })
  if (setup.isPending) return <Loading />
  if (setup.isError) return <Failure error={setup.error} onRetry={setup.refetch} />
  if (setup.data) return <SetupPage token={token} onDone={session.start} onTooLate={setup.refetch} />
  const alreadySetUp = token === '' ? undefined : texts.signIn.alreadySetUp
  return <SignInPage notice={notice ?? alreadySetUp} onDone={session.start} />
}

// The link holds a secret, so it does not stay in the address.
function tokenFromLink(): string {
  const [, query = ''] = /^#\/setup\?(.*)$/.exec(window.location.hash) ?? []
  const token = new URLSearchParams(query).get('token') ?? ''
  if (token !== '') window.history.replaceState(null, '', window.location.pathname)
  return token
}
