import type { Account } from './account.ts'

/** Something that opens an account, and since when. */
export interface Credential {
  kind: 'password' | 'key'
  /** Of a device's key. */
  id: string | null
  /** Milliseconds since the epoch. */
  setAt: number
  isOld: boolean
}

const oldAfterDays = 90
const dayMilliseconds = 86_400_000

/** What opens the account; old is what was set more than 90 days ago. */
export function credentialsOf(account: Account, now: number): Credential[] {
  const isOld = (setAt: number): boolean => now - setAt > oldAfterDays * dayMilliseconds
  const { passwordHash, passwordSetAt, deviceKeys } = account
  const password: Credential[] =
    passwordHash === '' ? [] : [{ kind: 'password', id: null, setAt: passwordSetAt, isOld: isOld(passwordSetAt) }]
  const keys = deviceKeys.map(({ id, createdAt }): Credential => {
    return { kind: 'key', id, setAt: createdAt, isOld: isOld(createdAt) }
  })
  return [...password, ...keys]
}

/** The old credentials of accounts that are in use, by the names that people know them by. */
export function oldCredentials(accounts: readonly Account[], now: number): string[] {
  return accounts
    .filter(({ disabledAt }) => disabledAt === null)
    .flatMap((account) =>
      credentialsOf(account, now)
        .filter(({ isOld }) => isOld)
        .map(({ kind, id }) => `the ${id === null ? kind : `key ${id}`} of ${account.username}`),
    )
}
