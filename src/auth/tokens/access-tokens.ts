import { randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import type { Clock } from '../../clock.ts'
import { lazily } from '../../lazily.ts'
import type { Secret } from '../../secret.ts'

/** What an access token says; whether it still counts, the account decides. */
export interface Claims {
  username: string
  generation: number
  /** The id of the device’s key that brought it; it dies with the key. */
  key?: string
  /** Seconds since the epoch, as everywhere in RFC 7519. */
  expiresAtSeconds: number
}

export interface AccessTokens {
  /** Unless less is asked for. */
  lifetimeSeconds: number
  sign(grant: { username: string; tokenGeneration: number; lifetimeSeconds: number; key?: string }): string
  /** The claims of a token that was signed here and has not expired; undefined for anything else. */
  verify(token: string): Claims | undefined
}

interface AccessTokenSettings {
  /** The first signs; all of them verify, so that a secret can be rotated. */
  secrets: readonly [Secret, ...Secret[]]
  lifetimeSeconds: number
  clock: Clock
}

const require = createRequire(import.meta.url)
const library = lazily(() => require('fast-jwt') as typeof import('fast-jwt'))
const algorithm = 'HS256'
const mostRemembered = 5000

/** HS256 tokens (RFC 7519). A token's signature is computed once; then its text is remembered, which costs 0.1 µs. */
export function createAccessTokens({ secrets, lifetimeSeconds, clock }: AccessTokenSettings): AccessTokens {
  const signer = lazily(() => library().createSigner({ key: secrets[0].reveal(), algorithm }))
  const verifiers = lazily(() =>
    secrets.map((secret) =>
      // Expiry is checked here, against the clock, and on every use.
      library().createVerifier({ key: secret.reveal(), algorithms: [algorithm], ignoreExpiration: true }),
    ),
  )
  const remembered = new Map<string, Claims>()

  function checked(token: string): Claims | undefined {
    const known = remembered.get(token)
    if (known) return known
    const claims = firstVerified(verifiers(), token)
    if (claims) remember(remembered, token, claims)
    return claims
  }

  return {
    lifetimeSeconds,
    sign({ username, tokenGeneration, lifetimeSeconds: seconds, key }) {
      const iat = Math.floor(clock() / 1000)
      return signer()({ sub: username, iat, exp: iat + seconds, jti: randomUUID(), generation: tokenGeneration, key })
    },
    verify(token) {
      const claims = checked(token)
      if (!claims || clock() < claims.expiresAtSeconds * 1000) return claims
      remembered.delete(token)
      return undefined
    },
  }
}

function firstVerified(verifiers: readonly ((token: string) => unknown)[], token: string): Claims | undefined {
  for (const verify of verifiers)
    try {
      return toClaims(verify(token))
    } catch (error) {
      if (!(error instanceof library().TokenError)) throw error
    }
  return undefined
}

function toClaims(payload: unknown): Claims | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined
  const { sub, exp, generation, key } = payload as Record<string, unknown>
  if (typeof sub !== 'string' || typeof exp !== 'number' || typeof generation !== 'number') return undefined
  return { username: sub, generation, expiresAtSeconds: exp, ...(typeof key === 'string' && { key }) }
}

// The oldest goes first; a token that is still in use is verified and remembered anew.
function remember(remembered: Map<string, Claims>, token: string, claims: Claims): void {
  remembered.set(token, claims)
  const [oldest] = remembered.size > mostRemembered ? remembered.keys() : []
  if (oldest !== undefined) remembered.delete(oldest)
}
