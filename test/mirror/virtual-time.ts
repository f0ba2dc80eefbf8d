import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../../src/clock.ts'
import type { Sleep } from '../../src/sheets/google/request-window.ts'

interface Sleeper {
  wakesAt: number
  wake(): void
}

/** A time that passes only when everybody sleeps, so that a minute of waiting costs no time at all. */
export interface VirtualTime {
  clock: Clock
  sleep: Sleep
  /** Does something later, whoever has died meanwhile. */
  defer(work: () => void, milliseconds: number): void
  /** Something is going on: time stands still for some turns of the event loop. */
  touch(): void
  /** Lets whole milliseconds pass, and all that happens in it happen. */
  pass(milliseconds: number): Promise<void>
}

interface VirtualTimeOptions {
  /** Whether somebody works without sleeping, as far as can be known. */
  isBusy: () => boolean
}

const calmTurns = 10
const longestRealMilliseconds = 30_000

export function createVirtualTime({ isBusy }: VirtualTimeOptions): VirtualTime {
  const sleepers = new Set<Sleeper>()
  let now = Math.floor(Date.now() / 1000) * 1000
  let activity = 0

  const calm = async (): Promise<void> => {
    const end = performance.now() + longestRealMilliseconds
    let seen = activity
    for (let turns = 0; turns < calmTurns; ) {
      if (performance.now() > end) throw new Error('nothing moves, and somebody does not sleep')
      // While somebody works the processor is his, or PostgreSQL's.
      await (isBusy() ? pause(1) : new Promise((resolve) => setImmediate(resolve)))
      turns = isBusy() || activity !== seen ? 0 : turns + 1
      seen = activity
    }
  }
  const wakeNext = (end: number): boolean => {
    const next = [...sleepers].reduce<Sleeper | undefined>(
      (first, sleeper) => (first && first.wakesAt <= sleeper.wakesAt ? first : sleeper),
      undefined,
    )
    if (!next || next.wakesAt > end) return false
    now = Math.max(now, next.wakesAt)
    sleepers.delete(next)
    next.wake()
    return true
  }
  return {
    clock: () => now,
    touch: () => {
      activity++
    },
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(new Error('woken', { cause: signal.reason }))
          return
        }
        const sleeper = {
          wakesAt: now + Math.ceil(Math.max(0, milliseconds)),
          wake: () => {
            signal.removeEventListener('abort', onAbort)
            resolve()
          },
        }
        const onAbort = (): void => {
          sleepers.delete(sleeper)
          reject(new Error('woken', { cause: signal.reason }))
        }
        signal.addEventListener('abort', onAbort, { once: true })
        sleepers.add(sleeper)
      }),
    defer: (work, milliseconds) => {
      sleepers.add({ wakesAt: now + Math.ceil(milliseconds), wake: work })
    },
    pass: async (milliseconds) => {
      const end = now + milliseconds
      do await calm()
      while (wakeNext(end))
      now = end
    },
  }
}
