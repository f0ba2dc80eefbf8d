import type { Sleep } from './google/request-window.ts'

export interface Rest {
  milliseconds: number
  isEndedByHint: boolean
}

/** What is recorded together comes in together. */
export const lingerMilliseconds = 40

interface Alarm {
  /** Ends a rest that a hint may end. */
  ring(): void
  /** Ends any rest. */
  wake(): void
  rest(rest: Rest): Promise<void>
}

/** Sleeps that a hint ends early; a hint that came too soon is kept for the next one. */
export function createAlarm(stopped: AbortSignal, sleep: Sleep): Alarm {
  let isRung = false
  let hinted = new AbortController()
  let woken = new AbortController()
  return {
    ring: () => {
      isRung = true
      hinted.abort()
    },
    wake: () => woken.abort(),
    rest: async ({ milliseconds, isEndedByHint }) => {
      const ending = isEndedByHint ? [hinted.signal, woken.signal, stopped] : [woken.signal, stopped]
      await quietly(sleep(milliseconds, AbortSignal.any(ending)))
      if (isRung) await quietly(sleep(lingerMilliseconds, stopped))
      isRung = false
      hinted = new AbortController()
      woken = new AbortController()
    },
  }
}

async function quietly(sleeping: Promise<void>): Promise<void> {
  try {
    await sleeping
  } catch {
    // Woken early.
  }
}
