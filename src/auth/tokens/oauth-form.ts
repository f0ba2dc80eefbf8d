import { Problem } from '../../problem.ts'

type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unsupported_grant_type'
  | 'unsupported_token_type'
  | 'temporarily_unavailable'

/** A refusal in the words of RFC 6749, 5.2, for callers that speak OAuth. */
export class OAuthError extends Error {
  readonly status: number
  readonly code: OAuthErrorCode
  readonly headers: Readonly<Record<string, string>>

  constructor(code: OAuthErrorCode, description: string, { status = 400, headers = {} } = {}) {
    super(description)
    this.name = 'OAuthError'
    this.code = code
    this.status = status
    this.headers = headers
  }
}

export interface ClientCredentials {
  clientId: string
  clientSecret: string
}

/** A form whose parameters each stand there at most once; an empty one counts as left out (RFC 6749, 3.2). */
export type Form = Readonly<Record<string, string | undefined>>

/** @throws OAuthError invalid_request where a parameter is repeated. */
export function readForm(body: unknown): Form {
  const form = Object.create(null) as Record<string, string>
  for (const [name, value] of Object.entries(body ?? {})) {
    if (typeof value !== 'string') throw new OAuthError('invalid_request', `The parameter ${name} stands there twice.`)
    if (value !== '') form[name] = value
  }
  return form
}

/** @throws OAuthError invalid_request where it is missing. */
export function required(form: Form, name: string): string {
  const value = form[name]
  if (value === undefined) throw new OAuthError('invalid_request', `The parameter ${name} is missing.`)
  return value
}

/**
 * The client's name and secret, from the header (RFC 6749, 2.3.1) or the form; none where there is no secret. A header
 * can be read in two ways: percent-encoded, as the RFC asks, or plain, as curl and many others send it.
 * @throws OAuthError invalid_request where both are used, invalid_client where the header cannot be read.
 */
export function readClientCredentials(authorization: string | undefined, form: Form): ClientCredentials[] {
  const { client_id: clientId, client_secret: clientSecret } = form
  if (!hasBasic(authorization))
    return clientSecret === undefined ? [] : [{ clientId: required(form, 'client_id'), clientSecret }]
  if (clientSecret !== undefined)
    throw new OAuthError('invalid_request', 'The secret stands in the Authorization header and in the form; use one.')
  const credentials = readBasic(authorization)
  if (clientId !== undefined && !credentials.some((reading) => reading.clientId === clientId))
    throw new OAuthError('invalid_request', 'client_id is not the client of the Authorization header.')
  return credentials
}

/** Whether a client says who it is in the header; a bearer token that an app sends everywhere says nothing here. */
export function hasBasic(authorization: string | undefined): authorization is string {
  return authorization !== undefined && /^Basic\b/i.test(authorization)
}

/** @throws OAuthError */
export function invalidClient(description: string): OAuthError {
  return new OAuthError('invalid_client', description, {
    status: 401,
    headers: { 'www-authenticate': 'Basic realm="meterbridge", charset="UTF-8"' },
  })
}

/** The same refusal in OAuth's words; what is no refusal of ours stays as it is. */
export function toOAuthError(error: unknown): unknown {
  // A form has only texts, so what its schema refuses is a parameter that stands there more than once.
  if (!(error instanceof Problem)) return error
  if (error.type === 'invalid-input') return new OAuthError('invalid_request', 'A parameter stands there twice.')
  const { status, headers, message } = error
  if (status === 429 || status === 503) return new OAuthError('temporarily_unavailable', message, { status, headers })
  return error
}

function readBasic(authorization: string): ClientCredentials[] {
  const [, encoded] = /^Basic +([A-Za-z0-9+/_-]+=*)$/i.exec(authorization) ?? []
  const decoded = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  if (colon < 0) throw invalidClient('The Authorization header holds no Basic credentials.')
  const plain = { clientId: decoded.slice(0, colon), clientSecret: decoded.slice(colon + 1) }
  const isEncoded = /[%+]/.test(decoded)
  return isEncoded ? [...percentDecoded(plain), plain] : [plain]
}

function percentDecoded({ clientId, clientSecret }: ClientCredentials): ClientCredentials[] {
  try {
    const decode = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '))
    return [{ clientId: decode(clientId), clientSecret: decode(clientSecret) }]
  } catch {
    return []
  }
}
