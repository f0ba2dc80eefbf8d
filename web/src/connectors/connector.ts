import type { Recipe } from '../../../src/utility/connectors/browser/recipe.ts'
import type { StoredConnector } from '../../../src/utility/connectors/connectors-store.ts'
import { texts } from './texts.ts'

export type ConnectorType = keyof typeof texts.types

/** What `PUT` takes, without secrets: the common fields and those of the type. */
export type Definition = Readonly<Record<string, unknown>> & {
  type: ConnectorType
  site?: string
  recipe?: Recipe
}

/** A connector as the service shows it; the fields of its type stand beside these. */
export interface ConnectorJson extends Pick<StoredConnector, 'value' | 'window' | 'schedule' | 'stopped' | 'site'> {
  name: string
  type: ConnectorType
  enabled: boolean
  /** The names of those that are stored. */
  secrets: string[]
  /** Until when a utility that could not be reached is left alone. */
  restsUntil: string | null
  nextRunAt: string | null
}

/** What can be changed of a connector. */
export function definitionOf(connector: ConnectorJson): Definition {
  const shownOnly = ['name', 'secrets', 'stopped', 'restsUntil', 'nextRunAt', 'nextRehearsalAt']
  const entries = Object.entries(connector).filter(([key, value]) => !shownOnly.includes(key) && value !== null)
  return Object.fromEntries(entries) as Definition
}

export function isConnectorType(name: string): name is ConnectorType {
  return Object.hasOwn(texts.types, name)
}

const secretsOfSignIn: Readonly<Record<string, readonly string[]>> = {
  basic: ['username', 'password'],
  bearer: ['token'],
  header: ['key'],
  oauth2: ['clientId', 'clientSecret'],
}

/** The names of the secrets that a connector needs. */
export function secretsNeededBy(definition: Definition): string[] {
  const { type, auth } = definition
  const named = [...JSON.stringify(definition).matchAll(/\{\{secret\.([A-Za-z0-9_-]{1,64})\}\}/g)]
  const ofSignIn = secretsOfSignIn[(auth as { type?: string } | undefined)?.type ?? ''] ?? []
  const ofType = type === 'pvoutput' ? ['apiKey'] : []
  return [...new Set([...ofType, ...ofSignIn, ...named.map(([, name = '']) => name)])]
}
