import type { Clock } from '../../clock.ts'
import type { Account } from './account.ts'
import type { AccountsStore } from './accounts-store.ts'

const oldestMilliseconds = 1000

/**
 * All accounts in memory, so that a request costs no query. What it says is at most a second old, whichever process
 * changed an account, and never old after a change by this process.
 */
export interface AccountDirectory {
  /** Answers at once, or after the look into the database that one request of each second waits for. */
  read<T>(look: (accounts: ReadonlyMap<string, Account>) => T): T | Promise<T>
  /** As `read`, but what is not found is looked for in the database: another process may just have made it. */
  find<T>(look: (accounts: ReadonlyMap<string, Account>) => T | undefined): T | Promise<T | undefined>
  /** Makes every read from now on see what has just been committed; by another process too, where it has said so. */
  forget(): void
}

export function createAccountDirectory(store: AccountsStore, clock: Clock): AccountDirectory {
  let accounts: ReadonlyMap<string, Account> = new Map()
  let version = -1
  let loadedAt = Number.NEGATIVE_INFINITY
  let changes = 0
  let loading: Promise<void> | undefined

  async function load(): Promise<void> {
    const [changesBefore, startedAt] = [changes, clock()]
    // The version first: what changes in between is loaded now and once more by the next look.
    const found = await store.version()
    const fresh = found === version ? accounts : byName(await store.list())
    if (changesBefore !== changes) return load()
    accounts = fresh
    version = found
    loadedAt = startedAt
  }

  function reload(): Promise<void> {
    loading ??= load().finally(() => {
      loading = undefined
    })
    return loading
  }

  function isFresh(): boolean {
    const age = clock() - loadedAt
    return age >= 0 && age < oldestMilliseconds
  }

  return {
    read: (look) => (isFresh() ? look(accounts) : reload().then(() => look(accounts))),
    find: (look) => (isFresh() ? look(accounts) : undefined) ?? reload().then(() => look(accounts)),
    forget() {
      changes += 1
      loadedAt = Number.NEGATIVE_INFINITY
    },
  }
}

function byName(accounts: readonly Account[]): ReadonlyMap<string, Account> {
  return new Map(accounts.map((account) => [account.username, account]))
}
