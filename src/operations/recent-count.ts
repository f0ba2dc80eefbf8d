import type { Clock } from '../clock.ts'

/** Counts what happened within the last while. */
export interface RecentCount {
  add(): void
  count(): number
}

const slices = 10

/** @param milliseconds how long it remembers, to a tenth of it */
export function createRecentCount(clock: Clock, milliseconds: number): RecentCount {
  let counts = new Map<number, number>()
  const sliceNow = (): number => Math.floor((clock() * slices) / milliseconds)
  const forget = (): void => {
    const now = sliceNow()
    // What lies ahead was counted before the clock was set back.
    counts = new Map([...counts].filter(([slice]) => slice > now - slices && slice <= now))
  }
  return {
    add: () => {
      forget()
      counts.set(sliceNow(), (counts.get(sliceNow()) ?? 0) + 1)
    },
    count: () => {
      forget()
      return [...counts.values()].reduce((sum, count) => sum + count, 0)
    },
  }
}
