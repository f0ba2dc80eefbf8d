import { hkdfSync, timingSafeEqual } from 'node:crypto'
import { Problem } from '../../problem.ts'
import { Secret } from '../../secret.ts'
import { SettingError } from '../../setting-types.ts'
import type { Account } from './account.ts'
import type { AccountDirectory } from './account-directory.ts'
import type { Accounts } from './accounts.ts'

/** How the first account comes into being. */
export interface Setup {
  isNeeded(): Promise<boolean>
  /**
   * Creates the admin of the settings where there is no account yet.
   * @returns the token that allows the set-up in the browser, where there is neither an account nor such a setting.
   * @throws SettingError where that admin's name or password may not be used.
   */
  ensureFirstAccount(admin: FirstAdmin | undefined): Promise<Secret | undefined>
  /** @throws Problem 403 for a wrong token, 409 where there is an account already, 400 for a bad name or password. */
  createFirstAdmin(request: { token: string; username: string; password: string }): Promise<Account>
}

interface FirstAdmin {
  username: string
  password: Secret
}

interface SetupDependencies {
  accounts: Accounts
  directory: AccountDirectory
  secret: Secret
}

const tokenBytes = 24

/**
 * The token is derived from the signing secret: the same after a restart and on every replica, stored nowhere, and
 * worth nothing as soon as there is an account.
 */
export function createSetup({ accounts, directory, secret }: SetupDependencies): Setup {
  const token = Buffer.from(hkdfSync('sha256', secret.reveal(), '', 'meterbridge first set-up', tokenBytes)).toString(
    'base64url',
  )
  const isNeeded = async (): Promise<boolean> => directory.read((known) => known.size === 0)
  return {
    isNeeded,
    async ensureFirstAccount(admin) {
      if (!(await isNeeded())) return undefined
      if (!admin) return new Secret(token)
      await createFromSettings(accounts, admin)
      return undefined
    },
    async createFirstAdmin({ token: given, ...wanted }) {
      if (!(await isNeeded())) throw alreadySetUp()
      if (!isSame(given, token)) throw wrongToken()
      const account = await accounts.createFirst(wanted)
      if (!account) throw alreadySetUp()
      return account
    },
  }
}

async function createFromSettings(accounts: Accounts, { username, password }: FirstAdmin): Promise<void> {
  try {
    await accounts.createFirst({ username, password: password.reveal() })
  } catch (error) {
    if (!(error instanceof Problem && error.status === 400)) throw error
    const [wrong] = error.errors ?? []
    if (wrong?.path === '/username') throw new SettingError('ADMIN_USERNAME', wrong.message, 'admin')
    throw new SettingError(
      'ADMIN_PASSWORD',
      wrong?.message ?? 'cannot be used',
      'a passphrase of 12 characters or more',
    )
  }
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}

function alreadySetUp(): Problem {
  return new Problem(409, 'There is an account already; sign in with it.', { type: 'already-set-up' })
}

function wrongToken(): Problem {
  return new Problem(
    403,
    'That is not the token of the set-up link. The start prints the link; restart to see it again.',
    {
      type: 'wrong-setup-token',
    },
  )
}
