import type { Clock } from '../clock.ts'
import { networkOf } from '../http/network.ts'
import { Problem } from '../problem.ts'

/** Slows down guessing. What it knows is in memory and bounded; a restart forgets it. */
export interface SignInThrottle {
  /** @throws Problem 429 with `Retry-After` while this account or address has to wait. */
  check(attempt: Attempt): void
  failed(attempt: Attempt): void
  succeeded(attempt: Attempt): void
}

export interface Attempt {
  username: string
  address: string
}

interface Rule {
  /** So many failures are free; each one more doubles the wait, from a second up to the longest. */
  free: number
  longestSeconds: number
}

interface Failures {
  count: number
  last: number
}

const rules = {
  pair: { free: 10, longestSeconds: 60 },
  address: { free: 50, longestSeconds: 60 },
  account: { free: 100, longestSeconds: 30 },
} as const satisfies Record<string, Rule>
const forgottenAfterMilliseconds = 15 * 60_000
const mostEntries = 10_000

/**
 * Counts failures for the account from one address, for the address, and for the account from anywhere. The last never
 * hinders an address from which the account was signed in to before, so that nobody can lock a person out from afar.
 */
export function createSignInThrottle(clock: Clock): SignInThrottle {
  const pairs = createCounter(rules.pair, clock)
  const addresses = createCounter(rules.address, clock)
  const accounts = createCounter(rules.account, clock)
  const trusted = new Map<string, true>()
  return {
    check(attempt) {
      const pair = pairKey(attempt)
      const seconds = Math.max(
        pairs.waitSeconds(pair),
        addresses.waitSeconds(networkOf(attempt.address)),
        trusted.has(pair) ? 0 : accounts.waitSeconds(attempt.username),
      )
      if (seconds > 0) throw tooMany(seconds)
    },
    failed(attempt) {
      pairs.add(pairKey(attempt))
      addresses.add(networkOf(attempt.address))
      accounts.add(attempt.username)
    },
    succeeded(attempt) {
      pairs.reset(pairKey(attempt))
      accounts.reset(attempt.username)
      setNewest(trusted, pairKey(attempt), true)
    },
  }
}

interface Counter {
  waitSeconds(key: string): number
  add(key: string): void
  reset(key: string): void
}

function createCounter(rule: Rule, clock: Clock): Counter {
  const failures = new Map<string, Failures>()
  const current = (key: string): Failures => {
    const found = failures.get(key)
    return found && Math.abs(clock() - found.last) < forgottenAfterMilliseconds ? found : { count: 0, last: 0 }
  }
  return {
    waitSeconds(key) {
      const { count, last } = current(key)
      if (count < rule.free) return 0
      const seconds = Math.min(2 ** (count - rule.free), rule.longestSeconds)
      // A clock that was set back makes nobody wait for longer.
      return Math.min(seconds, Math.max(0, Math.ceil((last + seconds * 1000 - clock()) / 1000)))
    },
    add: (key) => setNewest(failures, key, { count: current(key).count + 1, last: clock() }),
    reset: (key) => failures.delete(key),
  }
}

// A Map keeps the order of insertion: the first key is the one that was touched longest ago.
function setNewest<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.size > mostEntries ? map.keys() : []
  if (oldest !== undefined) map.delete(oldest)
}

function pairKey({ username, address }: Attempt): string {
  return `${networkOf(address)} ${username}`
}

function tooMany(seconds: number): Problem {
  return new Problem(429, `Too many failed sign-ins; try again in ${seconds} seconds.`, {
    type: 'too-many-failures',
    headers: { 'retry-after': String(seconds) },
  })
}
