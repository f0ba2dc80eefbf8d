import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import type { Log } from '../../log.ts'
import { type Account, countsStill } from '../accounts/account.ts'
import type { AccountsStore } from '../accounts/accounts-store.ts'
import type { RefreshFamily, RefreshTokensStore } from './refresh-tokens-store.ts'

/**
 * Refresh tokens with rotation (RFC 9700, 4.14.2): each may be used once and brings the next of its family. One that is
 * used again was stolen or its answer was lost; nobody can tell which, so the family ends.
 */
export interface RefreshTokens {
  /** The first token of a new family. */
  issue(account: Account): Promise<string>
  /** The account and the next token; undefined where the token is unknown, expired, ended or was used before. */
  rotate(token: string): Promise<{ account: Account; refreshToken: string } | undefined>
  /** Ends the family of a token; does nothing for an unknown one. */
  revoke(token: string): Promise<void>
}

interface RefreshTokenDependencies {
  store: RefreshTokensStore
  accounts: AccountsStore
  lifetimeSeconds: number
  clock: Clock
  log: Log
}

const familyBytes = 12
const secretBytes = 32
// However often it is renewed: a year after the sign-in somebody has to know the password.
const longestMilliseconds = 365 * 86_400_000
const mostFamiliesPerAccount = 100
const shape = /^([\w-]{16})\.[\w-]{43}$/

export function createRefreshTokens(dependencies: RefreshTokenDependencies): RefreshTokens {
  const { store, accounts, lifetimeSeconds, clock, log } = dependencies
  const expiryOf = (createdAt: number): number =>
    Math.min(clock() + lifetimeSeconds * 1000, createdAt + longestMilliseconds)

  async function end(family: RefreshFamily, reason: string): Promise<undefined> {
    await store.end(family.family)
    log.warn({ account: family.username, reason }, 'a refresh token was refused and its family ended')
  }

  return {
    async issue(account) {
      const { username, tokenGeneration, passwordSetAt } = account
      const family = randomBytes(familyBytes).toString('base64url')
      const token = newToken(family)
      const tokenHash = hashOf(token)
      const createdAt = clock()
      const expiresAt = expiryOf(createdAt)
      await store.insert({ family, username, tokenHash, tokenGeneration, passwordSetAt, createdAt, expiresAt })
      await store.prune({ username, keep: mostFamiliesPerAccount, now: clock() })
      return token
    },
    async rotate(token) {
      const family = await findFamily(store, token)
      if (!family) return undefined
      if (!isSameHash(family.tokenHash, hashOf(token))) return end(family, 'used before')
      const account = await accounts.find(family.username)
      if (!(family.expiresAt > clock() && countsStill(family, account))) return end(family, 'no longer valid')
      const refreshToken = newToken(family.family)
      const step = {
        family: family.family,
        usedHash: family.tokenHash,
        nextHash: hashOf(refreshToken),
        expiresAt: expiryOf(family.createdAt),
      }
      return (await store.rotate(step)) ? { account, refreshToken } : end(family, 'used twice at once')
    },
    async revoke(token) {
      const family = await findFamily(store, token)
      if (family) await store.end(family.family)
    },
  }
}

async function findFamily(store: RefreshTokensStore, token: string): Promise<RefreshFamily | undefined> {
  const [, family] = shape.exec(token) ?? []
  return family === undefined ? undefined : store.find(family)
}

function newToken(family: string): string {
  return `${family}.${randomBytes(secretBytes).toString('base64url')}`
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

function isSameHash(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one), Buffer.from(other))
}
