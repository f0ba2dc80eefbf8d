import { Problem } from '../../problem.ts'
import type { Role } from '../roles.ts'

/** A secret of a device, made here and shown once, with which it signs in as its account. */
export interface DeviceKey {
  id: string
  /** SHA-256 of the key: it is random and long, so it needs no slower hash. */
  hash: string
  createdAt: number
}

/** An account as it is stored. Instants are milliseconds since the epoch. */
export interface Account {
  username: string
  role: Role
  /** The sites that it is bound to, an admin never; null for all, also those to come. */
  sites: ReadonlySet<string> | null
  /** Empty where no password is set: nobody can sign in with it. */
  passwordHash: string
  passwordSetAt: number
  disabledAt: number | null
  /** Access tokens of another generation are dead. */
  tokenGeneration: number
  createdAt: number
  deviceKeys: readonly DeviceKey[]
}

const longestUsername = 64

/**
 * The one spelling of a name: Unicode's NFC, so that every keyboard writes the same bytes.
 * @throws Problem 400 for a name that is empty, too long, or holds what cannot be seen.
 */
export function checkedUsername(raw: string): string {
  const username = raw.normalize('NFC')
  const isVisible = /^[^\p{C}\p{Z}]([^\p{C}]*[^\p{C}\p{Z}])?$/u.test(username)
  if (isVisible && username.length <= longestUsername) return username
  const message = `must be 1 to ${longestUsername} visible characters, without a space at its ends`
  throw new Problem(400, `The username ${message}.`, {
    type: 'invalid-input',
    errors: [{ path: '/username', message }],
  })
}

/** Whether a person can sign in with this account and manage the others. */
export function isUsableAdmin(account: Account): boolean {
  return account.role === 'admin' && account.disabledAt === null && account.passwordHash !== ''
}

/**
 * Whether what was given out at a sign-in still counts: whatever ends an account's tokens changes one of these, so
 * nothing outlives it, not even what is being issued at that moment.
 */
export function countsStill(
  issued: Pick<Account, 'tokenGeneration' | 'passwordSetAt'>,
  account: Account | undefined,
): account is Account {
  return (
    account?.disabledAt === null &&
    account.tokenGeneration === issued.tokenGeneration &&
    account.passwordSetAt === issued.passwordSetAt
  )
}

/** @throws Problem 404 where there is no such account. */
export function existing(account: Account | undefined, username: string): Account {
  if (account) return account
  throw new Problem(404, `There is no account named ${JSON.stringify(username)}.`)
}
