import { createHmac } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import { networkOf } from '../../http/network.ts'
import { Problem } from '../../problem.ts'
import type { Secret } from '../../secret.ts'
import type { CountKey, CountKind, SignInCount, SignInCountsStore } from './sign-in-counts-store.ts'

/** Slows down guessing, in all processes that share a database, over a restart too. */
export interface SignInThrottle {
  /** @throws Problem 429 with `Retry-After` while this account or address has to wait. */
  begin(attempt: Attempt): Promise<OpenAttempt>
}

export interface Attempt {
  username: string
  address: string
}

export interface OpenAttempt {
  /** Others may have failed meanwhile. @throws Problem 429 */
  checkAgain(): Promise<void>
  failed(): Promise<void>
  /** Costs a write only after failures, and at the first sign-in of a day from a network. */
  succeeded(): Promise<void>
}

interface Rule {
  /** So many failures are free; each one more doubles the wait, from a second up to the longest. */
  free: number
  longestSeconds: number
}

const rules: Readonly<Record<Exclude<CountKind, 'known'>, Rule>> = {
  pair: { free: 10, longestSeconds: 60 },
  network: { free: 50, longestSeconds: 60 },
  account: { free: 100, longestSeconds: 30 },
}
const forgottenAfterMilliseconds = 15 * 60_000
const dayMilliseconds = 86_400_000
const knownForMilliseconds = 90 * dayMilliseconds
/** After so many failures those of long ago are removed, so that a storm leaves a bounded number behind. */
const failuresPerCleanUp = 500

interface ThrottleDependencies {
  store: SignInCountsStore
  clock: Clock
  /** Keys the hashes of names and networks. */
  hashKey: Secret
}

/**
 * Counts failures for the account from one network, for the network, and for the account from anywhere. The last never
 * hinders a network from which the account was signed in to before, so that nobody can lock a person out from afar.
 */
export function createSignInThrottle({ store, clock, hashKey }: ThrottleDependencies): SignInThrottle {
  let failures = 0
  const keyOf = (kind: CountKind, ...parts: string[]): CountKey => ({
    kind,
    key: createHmac('sha256', hashKey.reveal()).update(JSON.stringify(parts)).digest('base64url'),
  })
  const checked = async (keys: readonly CountKey[]): Promise<SignInCount[]> => {
    const counts = await store.find(keys)
    const seconds = waitSeconds(counts, clock())
    if (seconds > 0) throw tooMany(seconds)
    return counts
  }
  const cleanUp = async (): Promise<void> => {
    await store.forget(['pair', 'network', 'account'], clock() - forgottenAfterMilliseconds)
    await store.forget(['known'], clock() - knownForMilliseconds)
  }
  return {
    async begin({ username, address }) {
      const network = networkOf(address)
      const counted = [keyOf('pair', username, network), keyOf('network', network), keyOf('account', username)]
      const known = keyOf('known', username, network)
      const before = await checked([...counted, known])
      return {
        checkAgain: async () => void (await checked([...counted, known])),
        async failed() {
          await store.add(counted, clock(), forgottenAfterMilliseconds)
          failures += 1
          if (failures % failuresPerCleanUp === 0) await cleanUp()
        },
        async succeeded() {
          const burnt = before.filter(({ kind }) => kind === 'pair' || kind === 'account')
          if (burnt.length > 0) await store.remove(burnt)
          const knownAt = before.find(({ kind }) => kind === 'known')?.at ?? Number.NEGATIVE_INFINITY
          if (Math.abs(clock() - knownAt) > dayMilliseconds) await store.add([known], clock(), 0)
        },
      }
    },
  }
}

function waitSeconds(counts: readonly SignInCount[], now: number): number {
  const isKnown = counts.some(({ kind }) => kind === 'known')
  const waits = counts.map(({ kind, count, at }) => {
    if (kind === 'known' || (kind === 'account' && isKnown)) return 0
    const { free, longestSeconds } = rules[kind]
    if (count < free || Math.abs(now - at) >= forgottenAfterMilliseconds) return 0
    const seconds = Math.min(2 ** (count - free), longestSeconds)
    // A clock that was set back makes nobody wait for longer.
    return Math.min(seconds, Math.max(0, Math.ceil((at + seconds * 1000 - now) / 1000)))
  })
  return Math.max(0, ...waits)
}

function tooMany(seconds: number): Problem {
  return new Problem(429, `Too many failed sign-ins; try again in ${seconds} s.`, {
    type: 'too-many-failures',
    headers: { 'retry-after': String(seconds) },
  })
}
