import { Problem } from '../problem.ts'
import type { ConnectorType } from './connector.ts'
import { browserConnector } from './connectors/browser/browser.ts'
import { emailConnector } from './connectors/email.ts'
import { httpConnector } from './connectors/http.ts'
import { pvoutputConnector } from './connectors/pvoutput.ts'

/** Every type of connector there is. */
const connectorTypes: readonly ConnectorType[] = [httpConnector, pvoutputConnector, browserConnector, emailConnector]

/** @throws Problem 422 that names the known types */
export function connectorType(name: string): ConnectorType {
  const found = connectorTypes.find(({ type }) => type === name)
  if (found) return found
  const known = connectorTypes.map(({ type }) => type).join(', ')
  const message = `${JSON.stringify(name)} is no known type; known: ${known}`
  throw new Problem(422, `${message}.`, {
    type: 'unknown-connector-type',
    errors: [{ path: '/type', message }],
  })
}
