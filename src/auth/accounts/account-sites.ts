import { Problem } from '../../problem.ts'
import type { Account } from './account.ts'
import type { AccountChange } from './accounts-store.ts'

/** @throws Problem 400 where an admin is bound to sites, or a site is not there */
export async function checkSites(
  accounts: AccountChange,
  { role, sites }: Pick<Account, 'role' | 'sites'>,
): Promise<void> {
  if (sites === null) return
  if (role === 'admin')
    throw refused('An admin manages all sites and cannot be bound to some.', '/sites', 'must be null for an admin')
  const names = [...sites]
  const [unknown] = await accounts.unknownSites(names)
  if (unknown === undefined) return
  throw refused(`There is no site named ${unknown}.`, `/sites/${names.indexOf(unknown)}`, 'is unknown')
}

function refused(detail: string, path: string, message: string): Problem {
  return new Problem(400, detail, { type: 'invalid-input', errors: [{ path, message }] })
}
