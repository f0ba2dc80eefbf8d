import type { Caller } from '../../http/route.ts'
import { Problem } from '../../problem.ts'
import type { Account } from '../accounts/account.ts'
import type { AccountDirectory } from '../accounts/account-directory.ts'
import { scopesOf } from '../roles.ts'
import type { AccessTokens, Claims } from './access-tokens.ts'

const realm = 'Bearer realm="meterbridge"'
const bearer = /^Bearer +([\w.~+/-]+=*)$/i

/** Who sent an `Authorization` header (RFC 6750). @throws Problem 401 with a challenge. */
export type Authenticate = (authorization: string | undefined) => Caller | Promise<Caller>

export function createAuthenticate(accessTokens: AccessTokens, directory: AccountDirectory): Authenticate {
  return (authorization) => {
    const claims = accessTokens.verify(tokenOf(authorization))
    if (!claims) throw refused('The access token is not valid here or has expired; sign in again.')
    const found = directory.find((accounts) => callerOf(accounts.get(claims.username), claims))
    return found instanceof Promise ? found.then(orEnded) : found
  }
}

function orEnded(caller: Caller | undefined): Caller {
  if (caller) return caller
  throw refused('The access token was ended; sign in again.')
}

function tokenOf(authorization: string | undefined): string {
  const [, token] = bearer.exec(authorization ?? '') ?? []
  if (token !== undefined) return token
  throw new Problem(401, 'This call needs an access token: Authorization: Bearer … (see POST /auth/token).', {
    type: 'token-missing',
    headers: { 'www-authenticate': realm },
  })
}

/** Undefined where the token was ended. */
function callerOf(account: Account | undefined, claims: Claims): Caller | undefined {
  const isAlive = account?.disabledAt === null && account.tokenGeneration === claims.generation
  if (!isAlive || !hasKey(account, claims)) return undefined
  return { username: account.username, scopes: scopesOf(account.role), sites: account.sites }
}

function hasKey({ deviceKeys }: Account, { key }: Claims): boolean {
  return key === undefined || deviceKeys.some(({ id }) => id === key)
}

function refused(detail: string): Problem {
  return new Problem(401, detail, {
    type: 'invalid-token',
    headers: { 'www-authenticate': `${realm}, error="invalid_token", error_description="${detail}"` },
  })
}
