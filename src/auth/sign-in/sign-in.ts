import type { Scope } from '../../http/route.ts'
import { Problem } from '../../problem.ts'
import type { Account, DeviceKey } from '../accounts/account.ts'
import type { AccountsStore } from '../accounts/accounts-store.ts'
import { keyIn } from '../accounts/device-keys.ts'
import type { Passwords } from '../accounts/passwords.ts'
import { scopesOf } from '../roles.ts'
import type { AccessTokens } from '../tokens/access-tokens.ts'
import type { RefreshTokens } from '../tokens/refresh-tokens.ts'
import type { Attempt, SignInThrottle } from './sign-in-throttle.ts'

/** The answer of a token endpoint, RFC 6749, 5.1. */
export interface Grant {
  access_token: string
  token_type: 'Bearer'
  expires_in: number
  refresh_token?: string
  scope: string
}

export interface OpenedByKey {
  account: Account
  key: DeviceKey
}

export interface SignIn {
  /**
   * The account that this pair opens; undefined for a wrong pair, in the same time for every name.
   * @throws Problem 429 after repeated failures, 503 where too many sign in at once.
   */
  checkPair(attempt: Attempt & { password: string }): Promise<Account | undefined>
  /** The account and its key that this pair of a device opens. @throws Problem 429 after repeated failures. */
  checkKey(attempt: Attempt & { key: string }): Promise<OpenedByKey | undefined>
  /** An access token alone; one that a device's key has brought dies with it. */
  grantAccess(account: Account, key?: DeviceKey): Grant
  /** An access token for a few minutes, for a page that can have the next one at any time. */
  grantBriefAccess(account: Account): Grant
  /** An access token and the first refresh token of a new family. */
  grantSession(account: Account): Promise<Grant>
  /** The next tokens; undefined where the refresh token does not count, or belongs to another account than `owner`. */
  refresh(refreshToken: string, owner?: Account): Promise<Grant | undefined>
  revoke(refreshToken: string): Promise<void>
}

interface GrantOptions {
  lifetimeSeconds?: number
  key?: DeviceKey
}

interface SignInDependencies {
  store: AccountsStore
  passwords: Passwords
  accessTokens: AccessTokens
  refreshTokens: RefreshTokens
  throttle: SignInThrottle
}

const briefSeconds = 15 * 60

export function createSignIn(dependencies: SignInDependencies): SignIn {
  const { store, passwords, accessTokens, refreshTokens, throttle } = dependencies

  function grant(account: Account, { lifetimeSeconds = accessTokens.lifetimeSeconds, key }: GrantOptions = {}): Grant {
    return {
      access_token: accessTokens.sign({ ...account, lifetimeSeconds, ...(key && { key: key.id }) }),
      token_type: 'Bearer',
      expires_in: lifetimeSeconds,
      scope: scopeText(scopesOf(account.role)),
    }
  }

  return {
    async checkPair({ username: raw, address, password }) {
      const username = raw.normalize('NFC')
      const [attempt, account] = await Promise.all([throttle.begin({ username, address }), store.find(username)])
      const hash = account?.passwordHash
      const { checkAgain: mayCheck, failed: whenWrong } = attempt
      if (!(await passwords.isRight({ hash, password, mayCheck, whenWrong }))) return undefined
      const opened = account?.disabledAt === null ? account : undefined
      await (opened ? attempt.succeeded() : attempt.failed())
      return opened
    },
    async checkKey({ username: raw, address, key: text }) {
      const username = raw.normalize('NFC')
      const [attempt, account] = await Promise.all([throttle.begin({ username, address }), store.find(username)])
      const key = account?.disabledAt === null ? keyIn(account, text) : undefined
      await (key ? attempt.succeeded() : attempt.failed())
      return account && key && { account, key }
    },
    grantAccess: (account, key) => grant(account, key && { key }),
    grantBriefAccess: (account) =>
      grant(account, { lifetimeSeconds: Math.min(briefSeconds, accessTokens.lifetimeSeconds) }),
    grantSession: async (account) => ({ ...grant(account), refresh_token: await refreshTokens.issue(account) }),
    async refresh(refreshToken, owner) {
      const rotated = await refreshTokens.rotate(refreshToken)
      if (!rotated || (owner && owner.username !== rotated.account.username)) return undefined
      return { ...grant(rotated.account), refresh_token: rotated.refreshToken }
    },
    revoke: (refreshToken) => refreshTokens.revoke(refreshToken),
  }
}

/** The same for every name and every password. */
export function wrongCredentials(): Problem {
  return new Problem(401, 'The username or the password is wrong.', {
    type: 'wrong-credentials',
    headers: { 'www-authenticate': 'Bearer realm="meterbridge"' },
  })
}

function scopeText(scopes: ReadonlySet<Scope>): string {
  return [...scopes].join(' ')
}
