const leastMilliseconds = 4_000
const timesAsLong = 5

interface Patience {
  /** Whole ones: a timer takes no others. */
  milliseconds: number
  /** The answer has come. */
  note(): void
}

/** By tab. */
export interface Patiences {
  of(tab: string): Patience
}

/**
 * How long the whole of a tab is waited for: several times as long as it took last, so that a request that hangs does not
 * hold up the next look for long, and a large tab has its time.
 */
export function createPatience(mostMilliseconds: number, now = () => performance.now()): Patiences {
  const took = new Map<string, number>()
  return {
    of: (tab) => {
      const begun = now()
      const last = took.get(tab)
      // Forgotten until it has come: where the last one was too slow, the next one has all the time there is.
      took.delete(tab)
      return {
        milliseconds:
          last === undefined
            ? mostMilliseconds
            : Math.min(mostMilliseconds, Math.max(leastMilliseconds, Math.ceil(last * timesAsLong))),
        note: () => took.set(tab, now() - begun),
      }
    },
  }
}
