import { Problem } from '../problem.ts'
import type { ConnectorType } from './connector.ts'
import { httpConnector } from './connectors/http.ts'

/** Every type of connector there is. */
const connectorTypes: readonly ConnectorType[] = [httpConnector]

/** @throws Problem 422 that names the known types */
export function connectorType(name: string): ConnectorType {
  const found = connectorTypes.find(({ type }) => type === name)
  if (found) return found
  const known = connectorTypes.map(({ type }) => type).join(', ')
  const message = `${JSON.stringify(name)} is not available yet; known: ${known}`
  throw new Problem(422, `The connector type ${message}.`, {
    type: 'unknown-connector-type',
    errors: [{ path: '/type', message }],
  })
}
