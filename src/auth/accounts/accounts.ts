import { randomInt } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import { Problem } from '../../problem.ts'
import type { Role } from '../roles.ts'
import { type Account, checkedUsername, existing, isUsableAdmin } from './account.ts'
import { checkSites } from './account-sites.ts'
import type { AccountChange, AccountsStore } from './accounts-store.ts'
import { checkPassword } from './password-rules.ts'
import type { Passwords } from './passwords.ts'

export interface NewAccount {
  username: string
  role: Role
  /** Nobody can sign in with the account until one is set. */
  password?: string | undefined
  disabled?: boolean | undefined
  /** The only sites that it knows; null or left out for all. */
  sites?: readonly string[] | null | undefined
}

export interface AccountUpdate {
  role?: Role | undefined
  password?: string | undefined
  disabled?: boolean | undefined
  sites?: readonly string[] | null | undefined
}

/** Managing accounts. Every change counts at once, for tokens that are in use too. */
export interface Accounts {
  list(): Promise<Account[]>
  /** @throws Problem 404 */
  get(username: string): Promise<Account>
  /** @throws Problem 400 for a bad name, password or site, 409 where the name is taken. */
  create(account: NewAccount): Promise<Account>
  /**
   * The first account, an admin; undefined where there is an account already.
   * @throws Problem 400 for a bad name or password.
   */
  createFirst(account: { username: string; password: string }): Promise<Account | undefined>
  /** @throws Problem 400, 404, or 409 where no usable admin would be left. */
  change(username: string, update: AccountUpdate): Promise<Account>
  /** @throws Problem 404, or 409 where no usable admin would be left. */
  remove(username: string): Promise<void>
  /** Ends all access and refresh tokens of an account. @throws Problem 404 */
  endTokens(username: string): Promise<void>
}

interface AccountsDependencies {
  store: AccountsStore
  passwords: Passwords
  clock: Clock
  /** Called after every committed change. */
  onChanged(): void
}

export function createAccounts({ store, passwords, clock, onChanged }: AccountsDependencies): Accounts {
  async function change<T>(work: (change: AccountChange) => Promise<T>): Promise<T> {
    try {
      return await store.change(work)
    } finally {
      onChanged()
    }
  }

  async function prepared({ username: raw, role, password, disabled, sites }: NewAccount): Promise<Account> {
    const username = checkedUsername(raw)
    if (password !== undefined) checkPassword(password, username)
    const passwordHash = password === undefined ? '' : await passwords.hash(password)
    const now = clock()
    const disabledAt = disabled ? now : null
    return {
      username,
      role,
      sites: sites ? new Set(sites) : null,
      passwordHash,
      passwordSetAt: now,
      disabledAt,
      tokenGeneration: newGeneration(),
      createdAt: now,
      deviceKeys: [],
    }
  }

  return {
    list: () => store.list(),
    get: async (username) => existing(await store.find(username.normalize('NFC')), username),
    async create(wanted) {
      const account = await prepared(wanted)
      await change(async (accounts) => {
        if (await accounts.find(account.username)) throw nameTaken(account.username)
        await checkSites(accounts, account)
        await accounts.insert(account)
      })
      return account
    },
    async createFirst({ username, password }) {
      const account = await prepared({ username, password, role: 'admin' })
      return change(async (accounts) => {
        if ((await accounts.list()).length > 0) return undefined
        await accounts.insert(account)
        return account
      })
    },
    async change(username, update) {
      const passwordHash = await hashed(passwords, username, update.password)
      return change((accounts) => applyUpdate(accounts, { username, update, passwordHash, now: clock() }))
    },
    remove: (username) =>
      change(async (accounts) => {
        const account = existing(await accounts.find(username.normalize('NFC')), username)
        await accounts.remove(account.username)
        await accounts.endSignIns(account.username)
        await keepAnAdmin(accounts, account)
      }),
    endTokens: (username) =>
      change(async (accounts) => {
        const account = existing(await accounts.find(username), username)
        await accounts.update({ ...account, tokenGeneration: account.tokenGeneration + 1 })
        await accounts.endSignIns(username)
      }),
  }
}

async function hashed(
  passwords: Passwords,
  username: string,
  password: string | undefined,
): Promise<string | undefined> {
  if (password === undefined) return undefined
  checkPassword(password, username)
  return passwords.hash(password)
}

interface UpdateStep {
  username: string
  update: AccountUpdate
  passwordHash: string | undefined
  now: number
}

async function applyUpdate(accounts: AccountChange, step: UpdateStep): Promise<Account> {
  const before = existing(await accounts.find(step.username.normalize('NFC')), step.username)
  const after = updated(before, step)
  await checkSites(accounts, after)
  await accounts.update(after)
  if (after.disabledAt !== null || step.passwordHash !== undefined) await accounts.endSignIns(after.username)
  await keepAnAdmin(accounts, before)
  return after
}

function updated(before: Account, { update, passwordHash, now }: UpdateStep): Account {
  const { role = before.role, disabled = before.disabledAt !== null } = update
  const isNewlyDisabled = disabled && before.disabledAt === null
  return {
    ...before,
    role,
    ...(update.sites !== undefined && { sites: update.sites && new Set(update.sites) }),
    // Grows with every change, so that a refresh token can tell the passwords apart.
    ...(passwordHash !== undefined && { passwordHash, passwordSetAt: Math.max(now, before.passwordSetAt + 1) }),
    disabledAt: disabled ? (before.disabledAt ?? now) : null,
    // Tokens of before stay dead when the account is enabled again.
    tokenGeneration: before.tokenGeneration + (isNewlyDisabled ? 1 : 0),
  }
}

// Changes run one at a time, so what is counted here is still so when the change is committed.
async function keepAnAdmin(accounts: AccountChange, changed: Account): Promise<void> {
  if (!isUsableAdmin(changed) || (await accounts.list()).some(isUsableAdmin)) return
  throw new Problem(409, 'This is the last admin who can sign in; make another one first.', { type: 'last-admin' })
}

// Random, so that tokens of a deleted account do not come to life in a new one of the same name.
function newGeneration(): number {
  return randomInt(2 ** 47)
}

function nameTaken(username: string): Problem {
  return new Problem(409, `There is an account named ${JSON.stringify(username)} already.`, { type: 'name-taken' })
}
