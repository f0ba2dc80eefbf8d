import type { Clock } from '../clock.ts'
import type { Database } from '../database/engine.ts'
import type { Server } from '../http/route.ts'
import type { Log } from '../log.ts'
import type { Secret } from '../secret.ts'
import { createAccessTokens } from './access-tokens.ts'
import { createAccountDirectory } from './account-directory.ts'
import { createAccounts } from './accounts.ts'
import { addAccountsRoutes } from './accounts-routes.ts'
import { createAccountsStore } from './accounts-store.ts'
import { createAudit } from './audit.ts'
import { addAudit } from './audit-routes.ts'
import { createAuditStore } from './audit-store.ts'
import { addAuthRoutes } from './auth-routes.ts'
import { type Authenticate, createAuthenticate } from './bearer.ts'
import { oldCredentials } from './credentials.ts'
import { createDeviceKeys } from './device-keys.ts'
import { addDeviceKeysRoutes } from './device-keys-routes.ts'
import { addPasswordRoute } from './password-routes.ts'
import { createPasswords } from './passwords.ts'
import { createRefreshTokens } from './refresh-tokens.ts'
import { createRefreshTokensStore } from './refresh-tokens-store.ts'
import { addSessionRoutes } from './session-routes.ts'
import { createSessions } from './sessions.ts'
import { createSessionsStore } from './sessions-store.ts'
import { createSetup, type Setup } from './setup.ts'
import { addSetupRoutes } from './setup-routes.ts'
import { createSignIn } from './sign-in.ts'
import { createSignInCountsStore } from './sign-in-counts-store.ts'
import { createSignInThrottle } from './sign-in-throttle.ts'

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
