import type { ExchangeLimits } from './connectors/exchange.ts'
import type { Rules } from './submissions/progress.ts'
import type { BreakerRules } from './submitter/breaker.ts'

export interface Timing {
  rules: Rules
  breaker: BreakerRules
  limits: ExchangeLimits
  /** How long a utility account stays somebody's who gives no sign of life. */
  leaseMilliseconds: number
  /** How often the tables are looked into where nothing gives a hint. */
  pollMilliseconds: number
  /** How long a stop waits for what is under way. */
  stopMilliseconds: number
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute

export const defaultTiming: Timing = {
  rules: {
    backoff: { firstMilliseconds: 2 * second, factor: 3, longestMilliseconds: hour },
    mostTries: 12,
    mostAsks: 6,
    askBackoff: { firstMilliseconds: 5 * second, factor: 3, longestMilliseconds: 10 * minute },
    graceMilliseconds: minute,
    pollMilliseconds: 24 * hour,
  },
  breaker: {
    mostFailures: 5,
    rest: { firstMilliseconds: minute, factor: 2, longestMilliseconds: 15 * minute },
  },
  limits: { milliseconds: 30 * second, bytes: 1_000_000 },
  leaseMilliseconds: 10 * second,
  pollMilliseconds: 5 * second,
  stopMilliseconds: 7 * second,
}
