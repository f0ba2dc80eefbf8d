import type { Clock } from '../../clock.ts'
import type { Seal } from '../../seal.ts'
import type { EvidenceStore } from '../rehearsals/evidence.ts'
import type { Browsers } from './browser/browsers.ts'
import type { Connector, ConnectorSettings, EvidenceSink, TokenCache } from './connector.ts'
import { connectorType } from './connectors.ts'
import type { StoredConnector } from './connectors-store.ts'
import type { ExchangeLimits } from './exchange.ts'
import { createScrub } from './scrub.ts'

/** Makes connectors ready for work, and seals and opens their secrets. */
export interface Workshop {
  /** A connector with the access token of its last use. @throws Error where its secrets cannot be opened */
  open(stored: StoredConnector): Promise<Connector>
  /** A connector that signs in anew. @throws Error where its secrets cannot be opened */
  openForRehearsal(stored: StoredConnector): Promise<Connector>
  secretsOf(stored: StoredConnector): Record<string, string>
  seal(secrets: Readonly<Record<string, string>>): string
}

interface WorkshopDependencies {
  seal: Seal
  clock: Clock
  limits: ExchangeLimits
  settings: ConnectorSettings
  evidence: EvidenceStore
  browsers: Browsers
}

export function createWorkshop({ seal, clock, limits, settings, evidence, browsers }: WorkshopDependencies): Workshop {
  const kept = new Map<string, { version: string; tokens: TokenCache }>()
  const secretsOf = ({ sealedSecrets }: StoredConnector) =>
    JSON.parse(seal.open(sealedSecrets)) as Record<string, string>
  const open = async (stored: StoredConnector, tokens: TokenCache, keepEvidence: EvidenceSink): Promise<Connector> => {
    const { name, type, fields } = stored
    const secrets = secretsOf(stored)
    const scrub = createScrub(Object.values(secrets))
    const context = { name, settings, seal, keepEvidence, browsers, secrets, clock, limits, scrub, tokens }
    return (await connectorType(type)).open(fields, context)
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
    open: (stored) => open(stored, tokensOf(stored), evidence.keepOfSubmission),
    openForRehearsal: async (stored) =>
      open(stored, { current: undefined }, await evidence.beginRehearsal(stored.name)),
    secretsOf,
    seal: (secrets) => seal.seal(JSON.stringify(secrets)),
  }
}
