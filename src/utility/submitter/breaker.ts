import type { Clock } from '../../clock.ts'
import type { SendResult } from '../connectors/connector.ts'
import { type Backoff, type Random, retryDelay } from '../submissions/retry-delay.ts'

export interface BreakerRules {
  /** So many failures in a row, of whichever submissions, and the connector rests. */
  mostFailures: number
  rest: Backoff
}

/**
 * Lets a utility that cannot be reached rest, with everything that waits for it. When the rest is over, the first try
 * is a trial: if it fails too, the next rest begins at once and is longer. It is kept in memory, since after a restart a
 * few tries more do no harm; and since one submission at a time is handed over for each connector, the trial is alone.
 */
export interface Breaker {
  /** Until when nothing is sent through this connector; null where it may be. */
  restsUntil(connector: string): number | null
  /** Takes in what a try came to. */
  note(connector: string, result: SendResult): void
  /** A person has acted: the next try may go at once. */
  forget(connector: string): void
}

interface BreakerDependencies {
  clock: Clock
  random: Random
  rules: BreakerRules
}

export function createBreaker({ clock, random, rules }: BreakerDependencies): Breaker {
  const failing = new Map<string, { failures: number; restsUntil: number }>()
  return {
    restsUntil: (connector) => {
      const restsUntil = failing.get(connector)?.restsUntil ?? 0
      return restsUntil > clock() ? restsUntil : null
    },
    note: (connector, result) => {
      // Whoever asks to wait is there, and its answer says until when.
      if (result.kind !== 'again' || result.afterMilliseconds !== null) return void failing.delete(connector)
      const failures = (failing.get(connector)?.failures ?? 0) + 1
      const rests = failures - rules.mostFailures + 1
      failing.set(connector, {
        failures,
        restsUntil: rests < 1 ? 0 : clock() + restOf(rules.rest, rests, random),
      })
    },
    forget: (connector) => void failing.delete(connector),
  }
}

// Half of it for certain: a rest of no time at all, which full jitter may give, would be none.
function restOf(rest: Backoff, rests: number, random: Random): number {
  const full = retryDelay(rest, rests, () => 1)
  return Math.round(full / 2 + (random() * full) / 2)
}
