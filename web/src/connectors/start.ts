import type { ConnectorTemplate } from '../../../src/utility/templates/templates.ts'
import { type ConnectorType, type Definition, isConnectorType } from './connector.ts'
import { texts } from './texts.ts'

/** What a new connector begins with. */
export interface Start {
  title: string
  definition: Definition
  template?: ConnectorTemplate
}

const definitions: Readonly<Record<ConnectorType, Omit<Definition, 'type'>>> = {
  http: {
    request: { method: 'POST', body: { date: '{{date|YYYY-MM-DD}}', reading: '{{reading}}' } },
    auth: { type: 'bearer' },
  },
  browser: { enabled: false },
  pvoutput: { value: { field: 'inverterKwh', decimals: 3 }, kind: 'status' },
  email: { subject: texts.email.usualSubject, body: texts.email.usualBody },
}

/** Begins with a known service, or with a type; undefined where there is neither of that name. */
export function startOf(name: string, templates: readonly ConnectorTemplate[], site: string): Start | undefined {
  const template = templates.find((one) => one.name === name)
  const at = site === 'home' ? {} : { site }
  if (isConnectorType(name)) {
    const definition = { type: name, ...definitions[name], ...at }
    return { title: texts.types[name].name, definition, ...(template && { template }) }
  }
  if (!template) return undefined
  return { title: template.title, definition: { ...(template.connector as Definition), ...at }, template }
}
