import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { pathWith } from '../service/service.ts'
import { useService } from '../service/service-context.ts'
import { useCurrentSite } from '../sites/current-site.ts'
import { readEventNames } from './event-stream.ts'

/** What was asked of the service, by the first part of its key, that an event makes old. */
const outdated: Readonly<Record<string, readonly string[]>> = {
  reading: ['readings', 'records', 'health'],
  correction: ['readings', 'records', 'health'],
  sheet: ['records', 'health'],
  submission: ['utility', 'health'],
}
// Many events at once, such as those of an import, are one reason to look again.
const gatherMilliseconds = 250
const waitMilliseconds = { first: 1000, most: 30_000 }

/** Looks again, within a second, at whatever has changed at the service; while the page is hidden it does not listen. */
export function useLiveUpdates(): void {
  const service = useService()
  const client = useQueryClient()
  const site = useCurrentSite()
  useEffect(() => {
    const stale = gather((names) =>
      client.invalidateQueries({ predicate: ({ queryKey }) => names.has(String(queryKey[0])) }),
    )
    return whileVisible((signal) =>
      persist(signal, async () => {
        const { body } = await service.fetch(pathWith('/readings/stream', { site }), { signal })
        // What happened while nobody listened.
        stale(Object.values(outdated).flat())
        if (body) await readEventNames(body, (name) => stale(outdated[name] ?? []))
      }),
    )
  }, [service, client, site])
}

function gather(act: (names: Set<string>) => unknown): (names: readonly string[]) => void {
  let names = new Set<string>()
  return (more) => {
    if (names.size === 0)
      setTimeout(() => {
        const gathered = names
        names = new Set()
        act(gathered)
      }, gatherMilliseconds)
    for (const name of more) names.add(name)
  }
}

// A browser has few connections to one host, so hidden tabs hold none.
function whileVisible(start: (signal: AbortSignal) => unknown): () => void {
  let running: AbortController | undefined
  const look = (): void => {
    if (document.visibilityState === 'visible' && !running) {
      running = new AbortController()
      start(running.signal)
    } else if (document.visibilityState === 'hidden') {
      running?.abort()
      running = undefined
    }
  }
  look()
  document.addEventListener('visibilitychange', look)
  return () => {
    document.removeEventListener('visibilitychange', look)
    running?.abort()
  }
}

/** Starts the work anew whenever it ends, after a wait that grows while it keeps failing. */
async function persist(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  let wait = waitMilliseconds.first
  while (!signal.aborted) {
    try {
      await work()
      wait = waitMilliseconds.first
    } catch {
      wait = Math.min(wait * 2, waitMilliseconds.most)
    }
    await pause(wait, signal)
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      clearTimeout(timer)
      window.removeEventListener('online', go)
      resolve()
    }
    const timer = setTimeout(go, milliseconds)
    window.addEventListener('online', go)
    signal.addEventListener('abort', go, { once: true })
  })
}
