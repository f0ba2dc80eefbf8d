import { checkOf } from '../../../input-check.ts'
import { type Static, Type } from '../../../json-schema.ts'
import { hostOf, isForbiddenAddress } from '../../../outgoing-address.ts'
import type { InputError } from '../../../problem.ts'
import { type CheckedDefinition, refusalCodes } from '../connector.ts'
import { GraceMinutes } from '../grace.ts'
import { checkPlaceholders } from '../placeholders.ts'

const strict = { additionalProperties: false }
const Url = Type.String({ maxLength: 2000 })
const Text = Type.String({ minLength: 1, maxLength: 4000 })
const Pointer = Type.String({ maxLength: 500, pattern: '^(/([^/~]|~[01])*)*$', title: 'a JSON pointer, like /data/id' })
const HeaderName = Type.String({
  maxLength: 200,
  pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$",
  title: 'the name of a header, like X-Api-Key',
})
const Headers = Type.Record(HeaderName, Type.String({ maxLength: 4000 }))
const Words = Type.Array(Text, { maxItems: 100 })

const AuthSchema = Type.Object(
  {
    type: Type.Enum(['none', 'basic', 'bearer', 'header', 'oauth2']),
    name: Type.Optional(HeaderName),
    tokenUrl: Type.Optional(Url),
    scope: Type.Optional(Text),
    clientAuthentication: Type.Optional(Type.Enum(['basic', 'body'])),
    username: Type.Optional(Text),
    password: Type.Optional(Text),
    token: Type.Optional(Text),
    key: Type.Optional(Text),
    clientId: Type.Optional(Text),
    clientSecret: Type.Optional(Text),
  },
  strict,
)

const RequestSchema = Type.Object(
  {
    method: Type.Enum(['POST', 'PUT', 'PATCH', 'GET']),
    url: Url,
    headers: Type.Optional(Headers),
    body: Type.Optional(Type.Unknown()),
  },
  strict,
)

const LookupSchema = Type.Object(
  {
    method: Type.Optional(Type.Enum(['GET', 'POST'])),
    url: Url,
    headers: Type.Optional(Headers),
    body: Type.Optional(Type.Unknown()),
    list: Pointer,
    match: Type.Object({ date: Pointer, reading: Pointer }, strict),
    receipt: Type.Optional(Pointer),
    graceMinutes: Type.Optional(GraceMinutes),
  },
  strict,
)

const PendingSchema = Type.Object(
  {
    status: Type.Optional(Type.Array(Type.Integer({ minimum: 200, maximum: 299 }), { minItems: 1 })),
    poll: Type.Union([Type.Literal('location'), Pointer]),
    state: Pointer,
    confirmed: Words,
    rejected: Words,
  },
  strict,
)

const HttpSchema = Type.Object(
  {
    request: RequestSchema,
    auth: Type.Optional(AuthSchema),
    idempotencyHeader: Type.Optional(HeaderName),
    success: Type.Optional(
      Type.Object(
        {
          status: Type.Optional(Type.Array(Type.Integer({ minimum: 200, maximum: 299 }), { minItems: 1 })),
          receipt: Type.Optional(Pointer),
        },
        strict,
      ),
    ),
    pending: Type.Optional(PendingSchema),
    rejection: Type.Optional(
      Type.Object(
        {
          code: Type.Optional(Pointer),
          detail: Type.Optional(Pointer),
          codes: Type.Optional(Type.Record(Type.String(), Type.Enum([...refusalCodes]))),
        },
        strict,
      ),
    ),
    lookup: Type.Optional(LookupSchema),
  },
  strict,
)

export type HttpDefinition = Static<typeof HttpSchema>
export type HttpAuth = Static<typeof AuthSchema>

interface AuthFields {
  plain: readonly (keyof HttpAuth)[]
  required: readonly (keyof HttpAuth)[]
  secret: readonly (keyof HttpAuth)[]
}

const authFields: Readonly<Record<HttpAuth['type'], AuthFields>> = {
  none: { plain: [], required: [], secret: [] },
  basic: { plain: [], required: [], secret: ['username', 'password'] },
  bearer: { plain: [], required: [], secret: ['token'] },
  header: { plain: ['name'], required: ['name'], secret: ['key'] },
  oauth2: {
    plain: ['tokenUrl', 'scope', 'clientAuthentication'],
    required: ['tokenUrl'],
    secret: ['clientId', 'clientSecret'],
  },
}

/** Secrets that become a header as they are. */
const inHeaders: readonly (keyof HttpAuth)[] = ['token', 'key']
const ownHeaders = ['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding', 'expect', 'upgrade']
const http = checkOf(HttpSchema)

/** Checks what `PUT` gives for the type `http`; a credential given in `auth` is moved to where secrets are sealed. */
export function checkHttp(fields: Record<string, unknown>, given: Readonly<Record<string, string>>): CheckedDefinition {
  const errors = http.errors(fields)
  if (errors.length > 0) return { definition: fields, secrets: { ...given }, errors }
  const definition = structuredClone(fields) as unknown as HttpDefinition
  const secrets = { ...given }
  const found = [
    ...(definition.auth ? checkAuth(definition.auth, secrets) : []),
    ...checkUrls(definition),
    ...checkHeaders(definition),
    ...checkPlaceholders(definition, '', Object.keys(secrets)),
  ]
  return { definition: { ...definition }, secrets, errors: found }
}

function checkAuth(auth: HttpAuth, secrets: Record<string, string>): InputError[] {
  const { plain, required, secret } = authFields[auth.type]
  const errors: InputError[] = []
  for (const field of Object.keys(auth) as (keyof HttpAuth)[])
    if (field !== 'type' && !plain.includes(field) && !secret.includes(field))
      errors.push({ path: `/auth/${field}`, message: `does not belong to the type ${auth.type}` })
  for (const field of required)
    if (auth[field] === undefined) errors.push({ path: `/auth/${field}`, message: 'is required' })
  for (const field of secret) {
    const literal = auth[field]
    if (literal?.includes('{{')) continue
    if (literal !== undefined) secrets[field] = literal
    delete auth[field]
    errors.push(...checkSecret(field, secrets[field], auth.type))
  }
  return errors
}

function checkSecret(field: keyof HttpAuth, secret: string | undefined, type: HttpAuth['type']): InputError[] {
  const path = `/secrets/${field}`
  if (!secret) return [{ path, message: `is required for the type ${type}` }]
  if (!inHeaders.includes(field) || isHeaderValue(secret)) return []
  return [{ path, message: 'holds characters that no header can carry, such as a line break' }]
}

/** Whether a header can carry a text (RFC 9110, 5.5). */
export function isHeaderValue(text: string): boolean {
  return /^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(text)
}

function checkUrls({ request, lookup, auth }: HttpDefinition): InputError[] {
  const errors = [
    ...checkUrl(request.url, '/request/url'),
    ...(lookup ? checkUrl(lookup.url, '/lookup/url') : []),
    ...(auth?.tokenUrl === undefined ? [] : checkUrl(auth.tokenUrl, '/auth/tokenUrl')),
  ]
  if (errors.length === 0 && lookup && new URL(lookup.url).origin !== new URL(request.url).origin)
    errors.push({ path: '/lookup/url', message: "must be on the request's own host: credentials go nowhere else" })
  return errors
}

/** What is wrong with an address that a connector is to call. */
export function checkUrl(text: string, path: string): InputError[] {
  const wrong = (message: string): InputError[] => [{ path, message }]
  if (!/^https?:\/\/[^/?#{}\\]+([/?#]|$)/i.test(text))
    return wrong('must be an http or https address; its host takes no placeholders: https://api.example.com/readings')
  const url = URL.parse(text)
  if (!url) return wrong('is no valid address')
  if (url.username || url.password) return wrong('holds a password; give it in secrets')
  if (isForbiddenAddress(hostOf(url))) return wrong('names a link-local address')
  return []
}

function checkHeaders({ request, lookup, auth, idempotencyHeader }: HttpDefinition): InputError[] {
  const named: [string, string][] = [
    ...Object.keys(request.headers ?? {}).map((name): [string, string] => [name, `/request/headers/${name}`]),
    ...Object.keys(lookup?.headers ?? {}).map((name): [string, string] => [name, `/lookup/headers/${name}`]),
  ]
  if (auth?.name !== undefined) named.push([auth.name, '/auth/name'])
  if (idempotencyHeader !== undefined) named.push([idempotencyHeader, '/idempotencyHeader'])
  return named
    .filter(([name]) => ownHeaders.includes(name.toLowerCase()))
    .map(([, path]) => ({ path, message: 'is set by Meterbridge itself' }))
}
