import { type InputError, Problem } from '../problem.ts'
import type { Account } from './account.ts'
import type { AccountChange } from './accounts-store.ts'

/** @throws Problem 400 where an admin is bound to sites, or a site is not there */
export async function checkSites(
  accounts: AccountChange,
  { role, sites }: Pick<Account, 'role' | 'sites'>,
): Promise<void> {
  if (sites === null) return
  if (role === 'admin') refuse([{ path: '/sites', message: 'must be null for an admin, who manages all sites' }])
  const names = [...sites]
  const unknown = await accounts.unknownSites(names)
  if (unknown.length === 0) return
  refuse(
    unknown.map((name) => ({ path: `/sites/${names.indexOf(name)}`, message: `is unknown: no site is named ${name}` })),
  )
}

function refuse(errors: InputError[]): never {
  throw new Problem(400, 'The sites of the account are not as they should be; see errors.', {
    type: 'invalid-input',
    errors,
  })
}
