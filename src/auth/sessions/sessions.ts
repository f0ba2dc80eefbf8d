import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import { type Account, countsStill } from '../accounts/account.ts'
import type { AccountsStore } from '../accounts/accounts-store.ts'
import type { SessionsStore } from './sessions-store.ts'

/**
 * Browsers that are signed in. The token rests in a cookie that no script can read, and it stays the same until the
 * session ends: tabs that renew at the same time and answers that are lost end nothing.
 */
export interface Sessions {
  open(account: Account): Promise<OpenSession>
  /** Whose session it is, which lasts longer from now on; undefined where it is unknown, expired or ended. */
  renew(token: string): Promise<OpenSession | undefined>
  /** Ends a session. @returns whose it was, where it was one. */
  end(token: string): Promise<string | undefined>
}

export interface OpenSession {
  account: Account
  token: string
  /** Until it ends by itself, unless it is renewed before. */
  secondsLeft: number
}

interface SessionsDependencies {
  store: SessionsStore
  accounts: AccountsStore
  clock: Clock
}

const tokenBytes = 32
const dayMilliseconds = 86_400_000
const idleMilliseconds = 30 * dayMilliseconds
const longestMilliseconds = 180 * dayMilliseconds
const mostPerAccount = 100

export function createSessions({ store, accounts, clock }: SessionsDependencies): Sessions {
  const expiryOf = (createdAt: number): number => Math.min(clock() + idleMilliseconds, createdAt + longestMilliseconds)
  const secondsUntil = (instant: number): number => Math.floor((instant - clock()) / 1000)
  return {
    async open(account) {
      const { username, tokenGeneration, passwordSetAt } = account
      const token = randomBytes(tokenBytes).toString('base64url')
      const createdAt = clock()
      const expiresAt = expiryOf(createdAt)
      const tokenHash = hashOf(token)
      await store.insert({ tokenHash, username, tokenGeneration, passwordSetAt, createdAt, expiresAt })
      await store.prune({ username, keep: mostPerAccount, now: createdAt })
      return { account, token, secondsLeft: secondsUntil(expiresAt) }
    },
    async renew(token) {
      const session = await store.find(hashOf(token))
      if (!session) return undefined
      const account = await accounts.find(session.username)
      if (session.expiresAt <= clock() || !countsStill(session, account)) {
        await store.end(session.tokenHash)
        return undefined
      }
      const expiresAt = expiryOf(session.createdAt)
      await store.extend(session.tokenHash, expiresAt)
      return { account, token, secondsLeft: secondsUntil(expiresAt) }
    },
    async end(token) {
      const session = await store.find(hashOf(token))
      if (session) await store.end(session.tokenHash)
      return session?.username
    },
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
