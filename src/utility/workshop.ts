import type { Clock } from '../clock.ts'
import type { Seal } from '../seal.ts'
import type { Connector, ExchangeLimits, TokenCache } from './connector.ts'
import { connectorType } from './connectors.ts'
import type { StoredConnector } from './connectors-store.ts'
import { createScrub } from './scrub.ts'

/** Makes connectors ready for work, and seals and opens their secrets. */
export interface Workshop {
  /** A connector with the access token of its last use. @throws Error where its secrets cannot be opened */
  open(stored: StoredConnector): Connector
  /** A connector that signs in anew. @throws Error where its secrets cannot be opened */
  openForRehearsal(stored: StoredConnector): Connector
  secretsOf(stored: StoredConnector): Record<string, string>
  seal(secrets: Readonly<Record<string, string>>): string
}

interface WorkshopDependencies {
  seal: Seal
  clock: Clock
  limits: ExchangeLimits
}

export function createWorkshop({ seal, clock, limits }: WorkshopDependencies): Workshop {
  const kept = new Map<string, { version: string; tokens: TokenCache }>()
  const secretsOf = ({ sealedSecrets }: StoredConnector) =>
    JSON.parse(seal.open(sealedSecrets)) as Record<string, string>
  const open = (stored: StoredConnector, tokens: TokenCache): Connector => {
    const secrets = secretsOf(stored)
    const scrub = createScrub(Object.values(secrets))
    return connectorType(stored.type).open(stored.fields, { secrets, clock, limits, scrub, tokens })
  }
  const tokensOf = ({ name, revision, createdAt }: StoredConnector): TokenCache => {
    const version = `${createdAt}:${revision}`
    const known = kept.get(name)
    if (known?.version === version) return known.tokens
    const tokens: TokenCache = { current: undefined }
    kept.set(name, { version, tokens })
    return tokens
  }
  return {
    open: (stored) => open(stored, tokensOf(stored)),
    openForRehearsal: (stored) => open(stored, { current: undefined }),
    secretsOf,
    seal: (secrets) => seal.seal(JSON.stringify(secrets)),
  }
}
