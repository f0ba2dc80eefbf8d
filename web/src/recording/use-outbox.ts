import { createContext, useContext, useEffect, useMemo, useSyncExternalStore } from 'react'
import { usePerson } from '../service/service-context.ts'
import type { Outbox } from './outbox.ts'
import type { WaitingReading } from './waiting-store.ts'

export const OutboxContext = createContext<Outbox | undefined>(undefined)

const againMilliseconds = 30_000

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

/** Sends what waits: at the start, when the connection is back, and now and then. */
export function useSending(): void {
  const outbox = useOutbox()
  const username = usePerson()?.username
  useEffect(() => {
    if (username === undefined) return
    const send = (): void => {
      // What fails stays in the store and is tried again.
      outbox.sendWaiting(username).catch(() => undefined)
    }
    send()
    const timer = setInterval(() => {
      if (outbox.waiting().length > 0) send()
    }, againMilliseconds)
    window.addEventListener('online', send)
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', send)
    }
  }, [outbox, username])
}
