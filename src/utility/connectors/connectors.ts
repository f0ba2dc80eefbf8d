import { Problem } from '../../problem.ts'
import type { ConnectorType } from './connector.ts'

/** Every type of connector there is. Each is loaded when first needed: most services use one of them, or none. */
const connectorTypes: Readonly<Record<string, () => Promise<ConnectorType>>> = {
  http: async () => (await import('./http/http.ts')).httpConnector,
  pvoutput: async () => (await import('./pvoutput/pvoutput.ts')).pvoutputConnector,
  browser: async () => (await import('./browser/browser.ts')).browserConnector,
  email: async () => (await import('./email/email.ts')).emailConnector,
}

/** @throws Problem 422 that names the known types */
export async function connectorType(name: string): Promise<ConnectorType> {
  const load = Object.hasOwn(connectorTypes, name) ? connectorTypes[name] : undefined
  if (load) return await load()
  const message = `${JSON.stringify(name)} is no known type; known: ${Object.keys(connectorTypes).join(', ')}`
  throw new Problem(422, `${message}.`, {
    type: 'unknown-connector-type',
    errors: [{ path: '/type', message }],
  })
}

/** A connector that was named is not there. */
export function noConnector(name: string): Problem {
  return new Problem(404, `There is no connector named ${JSON.stringify(name)}.`, { type: 'unknown-connector' })
}
