import { createContext, useContext, useEffect, useMemo, useSyncExternalStore } from 'react'
import { usePerson } from '../service/service-context.ts'
import type { Outbox } from './outbox.ts'
import type { WaitingReading } from './waiting-store.ts'

export const OutboxContext = createContext<Outbox | undefined>(undefined)

const againMilliseconds = { first: 500, most: 30_000 }

export function useOutbox(): Outbox {
  const outbox = useContext(OutboxContext)
  if (!outbox) throw new Error('there is no outbox around this component')
  return outbox
}

/** What this person has added and the service has not taken yet. */
export function useWaitingReadings(): readonly WaitingReading[] {
  const outbox = useOutbox()
  const username = usePerson()?.username
  const all = useSyncExternalStore(outbox.subscribe, outbox.waiting)
  return useMemo(() => all.filter((reading) => reading.username === username), [all, username])
}

/** Sends what waits: at the start, when the connection is back, and again and again while it does not get through. */
export function useSending(): void {
  const outbox = useOutbox()
  const username = usePerson()?.username
  useEffect(() => {
    if (username === undefined) return
    const isWaiting = (): boolean =>
      outbox.waiting().some((reading) => reading.username === username && reading.refusal === undefined)
    return persist(() => outbox.sendWaiting(username), isWaiting)
  }, [outbox, username])
}

/** Does some work now and, while something is left of it, again after waits that grow; a connection begins them anew. */
function persist(work: () => Promise<void>, isLeft: () => boolean): () => void {
  let wait = againMilliseconds.first
  let timer: ReturnType<typeof setTimeout> | undefined
  let isStopped = false
  const act = (): void => {
    clearTimeout(timer)
    // What fails stays in the store and is tried again.
    work().then(plan, plan)
  }
  const plan = (): void => {
    if (isStopped) return
    wait = isLeft() ? Math.min(wait * 2, againMilliseconds.most) : againMilliseconds.most
    clearTimeout(timer)
    timer = setTimeout(act, wait)
  }
  // A network that is back may still lead nowhere for a moment.
  const begin = (): void => {
    wait = againMilliseconds.first
    act()
  }
  begin()
  window.addEventListener('online', begin)
  return () => {
    isStopped = true
    clearTimeout(timer)
    window.removeEventListener('online', begin)
  }
}
