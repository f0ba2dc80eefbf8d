import type { Clock } from '../clock.ts'
import type { Database } from '../database/engine.ts'
import type { Server } from '../http/route.ts'
import type { Log } from '../log.ts'
import type { Secret } from '../secret.ts'
import { createAccountDirectory } from './accounts/account-directory.ts'
import { createAccounts } from './accounts/accounts.ts'
import { addAccountsRoutes } from './accounts/accounts-routes.ts'
import { createAccountsStore } from './accounts/accounts-store.ts'
import { oldCredentials } from './accounts/credentials.ts'
import { createDeviceKeys } from './accounts/device-keys.ts'
import { addDeviceKeysRoutes } from './accounts/device-keys-routes.ts'
import { addPasswordRoute } from './accounts/password-routes.ts'
import { createPasswords } from './accounts/passwords.ts'
import { createSetup, type Setup } from './accounts/setup.ts'
import { addSetupRoutes } from './accounts/setup-routes.ts'
import { createAudit } from './audit/audit.ts'
import { addAudit } from './audit/audit-routes.ts'
import { createAuditStore } from './audit/audit-store.ts'
import { addAuthRoutes } from './auth-routes.ts'
import { addSessionRoutes } from './sessions/session-routes.ts'
import { createSessions } from './sessions/sessions.ts'
import { createSessionsStore } from './sessions/sessions-store.ts'
import { createSignIn } from './sign-in/sign-in.ts'
import { createSignInCountsStore } from './sign-in/sign-in-counts-store.ts'
import { createSignInThrottle } from './sign-in/sign-in-throttle.ts'
import { createAccessTokens } from './tokens/access-tokens.ts'
import { type Authenticate, createAuthenticate } from './tokens/bearer.ts'
import { createRefreshTokens } from './tokens/refresh-tokens.ts'
import { createRefreshTokensStore } from './tokens/refresh-tokens-store.ts'

interface AuthDependencies {
  database: Database
  clock: Clock
  log: Log
  /** The first signs; tokens of the others are accepted still. */
  jwtSecrets: readonly [Secret, ...Secret[]]
  tokenTtlSeconds: number
  /** Origins of other hosts whose pages may use a session's cookie. */
  trustedOrigins: readonly string[]
}

export interface Auth {
  authenticate: Authenticate
  ensureFirstAccount: Setup['ensureFirstAccount']
  /** Before the routes of others, so that the audit sees them. */
  routes(server: Server): void
  /** What the alerts name: passwords and keys that are older than 90 days. */
  oldCredentials(): Promise<string[]>
  /** Keeps what the audit has gathered. */
  stop(): Promise<void>
}

const refreshOutlivesAccessSeconds = 30 * 86_400
const changedTopic = 'accounts'

/** Accounts, passwords, tokens and the audit, wired together. */
export function createAuth(dependencies: AuthDependencies): Auth {
  const { database, clock, log, jwtSecrets, tokenTtlSeconds, trustedOrigins } = dependencies
  const store = createAccountsStore(database)
  const directory = createAccountDirectory(store, clock)
  const passwords = createPasswords()
  const accessTokens = createAccessTokens({ secrets: jwtSecrets, lifetimeSeconds: tokenTtlSeconds, clock })
  const refreshTokens = createRefreshTokens({
    store: createRefreshTokensStore(database),
    accounts: store,
    lifetimeSeconds: tokenTtlSeconds + refreshOutlivesAccessSeconds,
    clock,
    log,
  })
  const onChanged = (): void => {
    directory.forget()
    database.replicas.tell(changedTopic, null)
  }
  database.replicas.hear(changedTopic, directory.forget)
  const accounts = createAccounts({ store, passwords, clock, onChanged })
  const deviceKeys = createDeviceKeys({ store, clock, onChanged })
  const throttle = createSignInThrottle({
    store: createSignInCountsStore(database.sql),
    clock,
    hashKey: jwtSecrets[0],
  })
  const signIn = createSignIn({ store, passwords, accessTokens, refreshTokens, throttle })
  const sessions = createSessions({ store: createSessionsStore(database), accounts: store, clock })
  const setup = createSetup({ accounts, directory, secret: jwtSecrets[0] })
  const audit = createAudit({ store: createAuditStore(database), log })
  const isAccount = async (name: string): Promise<boolean> => await directory.read((known) => known.has(name))
  const authenticate = createAuthenticate(accessTokens, directory)
  return {
    authenticate,
    ensureFirstAccount: (admin) => setup.ensureFirstAccount(admin),
    oldCredentials: async () => oldCredentials(await store.list(), clock()),
    stop: audit.stop,
    routes(server) {
      addAudit(server, { audit, clock, isAccount })
      addAuthRoutes(server, { signIn, accounts, accessTokens, authenticate })
      addSessionRoutes(server, { signIn, sessions, trustedOrigins })
      addSetupRoutes(server, { setup, signIn, sessions, trustedOrigins })
      addAccountsRoutes(server, { accounts, clock })
      addPasswordRoute(server, { signIn, accounts })
      addDeviceKeysRoutes(server, deviceKeys)
    },
  }
}
