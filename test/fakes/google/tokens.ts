import { createVerify, generateKeyPairSync, randomUUID } from 'node:crypto'
import { GoogleError } from './google-error.ts'

interface FakeAccount {
  address: string
  publicKey: string
}

const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const scopeRoot = 'https://www.googleapis.com/auth/'
/** Which scopes open which API. */
const scopes = {
  sheets: ['spreadsheets', 'drive'],
  drive: ['drive', 'drive.readonly', 'drive.metadata.readonly'],
}

/** The token endpoint: it believes only assertions that are signed with the key of an account it knows. */
export interface FakeTokens {
  /** Makes an account; `key` is the content of its key file. Made again, the account's earlier keys are void. */
  createAccount(address: string, tokenUri: string): { key: object }
  exchange(form: URLSearchParams, audiences: readonly string[]): object
  /** @returns the account's address */
  check(authorization: string | undefined, api: keyof typeof scopes): string
  revokeAll(): void
}

export function createTokens(clock: () => number, lifeSeconds = 3600): FakeTokens {
  const accounts = new Map<string, FakeAccount>()
  const tokens = new Map<string, { address: string; scopes: string[]; expiresAt: number }>()
  return {
    createAccount: (address, tokenUri) => {
      const { publicKey, privateKey } = accounts.has(address) ? createKeyPair() : firstKeyPair(address)
      accounts.set(address, { address, publicKey })
      return { key: { type: 'service_account', client_email: address, private_key: privateKey, token_uri: tokenUri } }
    },
    exchange: (form, audiences) => {
      if (form.get('grant_type') !== grantType) throw grantError('Invalid grant_type')
      const granted = checkAssertion(form.get('assertion') ?? '', { accounts, audiences, now: clock() / 1000 })
      const token = `ya29.${randomUUID()}`
      tokens.set(token, { ...granted, expiresAt: clock() + lifeSeconds * 1000 })
      return { access_token: token, expires_in: lifeSeconds, token_type: 'Bearer' }
    },
    check: (authorization, api) => {
      const known = tokens.get(/^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '')
      if (!known || known.expiresAt <= clock())
        throw new GoogleError(401, 'Request had invalid authentication credentials. Expected OAuth 2 access token.')
      if (!known.scopes.some((scope) => scopes[api].includes(scope)))
        throw new GoogleError(403, 'Request had insufficient authentication scopes.')
      return known.address
    },
    revokeAll: () => tokens.clear(),
  }
}

// Making a pair takes longer than many a test.
const firstKeyPairs = new Map<string, KeyPair>()

interface KeyPair {
  publicKey: string
  privateKey: string
}

function firstKeyPair(address: string): KeyPair {
  const pair = firstKeyPairs.get(address) ?? createKeyPair()
  firstKeyPairs.set(address, pair)
  return pair
}

function createKeyPair(): KeyPair {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}

interface Expected {
  accounts: ReadonlyMap<string, FakeAccount>
  audiences: readonly string[]
  now: number
}

function checkAssertion(
  assertion: string,
  { accounts, audiences, now }: Expected,
): { address: string; scopes: string[] } {
  const [header = '', payload = '', signature = ''] = assertion.split('.')
  const { alg } = decode(header)
  const claims = decode(payload)
  const account = accounts.get(String(claims['iss']))
  if (!account) throw grantError('Invalid grant: account not found')
  const isSigned = createVerify('RSA-SHA256')
    .update(`${header}.${payload}`)
    .verify(account.publicKey, signature, 'base64url')
  if (alg !== 'RS256' || !isSigned) throw grantError('Invalid JWT Signature.')
  if (!audiences.includes(String(claims['aud']))) throw grantError('Invalid JWT: wrong audience')
  if (
    !(
      Number(claims['iat']) <= now + 60 &&
      Number(claims['exp']) > now &&
      Number(claims['exp']) - Number(claims['iat']) <= 3600
    )
  )
    throw grantError('Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.')
  const asked = String(claims['scope']).split(' ')
  const known = new Set(Object.values(scopes).flat())
  const names = asked.map((scope) => scope.replace(scopeRoot, ''))
  if (!(asked.every((scope) => scope.startsWith(scopeRoot)) && names.every((name) => known.has(name))))
    throw grantError('Invalid scope')
  return { address: account.address, scopes: names }
}

function decode(part: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString())
  } catch {
    throw grantError('Invalid JWT')
  }
}

/** The token endpoint answers as RFC 6749 says, not as Google's other APIs. */
export class GrantError extends Error {}

function grantError(message: string): GrantError {
  return new GrantError(message)
}
