import type { Operation, Parameter, Schema } from './operations.ts'
import { type Pool, poolName } from './pool.ts'
import type { Random } from './random.ts'
import { jsonSamples, textSamples } from './samples.ts'
import { nastyText, spoiled, valueFor } from './values.ts'

export interface FuzzRequest {
  operation: Operation
  method: string
  path: string
  headers: Record<string, string>
  body: Buffer | undefined
}

const urlEncoded = 'application/x-www-form-urlencoded'
const oddTypes = [
  'text/plain',
  'application/xml',
  'application/json; charset=latin1',
  'APPLICATION/JSON',
  'a/b/c',
  ';',
] as const
const oddHeaders: readonly [string, string][] = [
  ['if-none-match', '*'],
  ['if-none-match', '"a", W/"b"'],
  ['prefer', 'wait=0'],
  ['prefer', 'wait=999999999999'],
  ['prefer', 'respond-async, wait=1'],
  ['accept', 'text/html;q=0.1'],
  ['content-encoding', 'gzip'],
  ['x-request-id', 'mine'],
  ['x-request-id', 'not acceptable !'],
  ['x-forwarded-for', '10.0.0.1, evil'],
  ['x-forwarded-proto', 'gopher'],
  ['range', 'bytes=0-1'],
  ['cookie', 'meterbridge-session=abc; =; ;;'],
  ['origin', 'null'],
  ['x-http-method-override', 'DELETE'],
]

/** A request to an operation of the API: mostly nearly right, since what is quite wrong is refused early. */
export function createRequest(operation: Operation, pool: Pool, random: Random): FuzzRequest {
  const headers: Record<string, string> = { authorization: pool.authorization(random) }
  if (random.inHundred(15)) {
    const [name, value] = random.pick(oddHeaders) ?? []
    if (name !== undefined && value !== undefined) headers[name] = value
  }
  if (operation.method === 'POST' && random.inHundred(10)) headers['idempotency-key'] = `key-${random.below(50)}`
  const body = operation.bodies.length === 0 ? oddBody(random, headers) : bodyFor(operation, { pool, random, headers })
  return { operation, method: operation.method, path: pathFor(operation, pool, random), headers, body }
}

function pathFor({ path, parameters }: Operation, pool: Pool, random: Random): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => {
    const known = pool.known(poolName(path, name), random)
    const text = known !== undefined && random.inHundred(80) ? known : nastyText(random)
    return encodeURIComponent(text.toWellFormed()).replaceAll('.', random.inHundred(50) ? '.' : '%2e')
  })
  const query = new URLSearchParams()
  for (const parameter of parameters) if (parameter.in === 'query') addQuery(query, parameter, pool, random)
  if (random.inHundred(3)) query.append(nastyText(random), nastyText(random))
  const text = query.toString()
  return text === '' ? filled : `${filled}?${random.inHundred(3) ? `${text}&%zz=%` : text}`
}

function addQuery(query: URLSearchParams, { name, required, schema }: Parameter, pool: Pool, random: Random): void {
  if (!required && random.inHundred(50)) return
  const known = pool.known(name, random)
  const value = known !== undefined && random.inHundred(60) ? known : valueFor(schema, name, random)
  query.append(name, random.inHundred(10) ? nastyText(random) : asText(value))
  if (random.inHundred(3)) query.append(name, asText(value))
}

interface Making {
  pool: Pool
  random: Random
  headers: Record<string, string>
}

function bodyFor(operation: Operation, { pool, random, headers }: Making): Buffer | undefined {
  const [type, schema] = random.pick(operation.bodies) ?? ['application/json', {}]
  headers['content-type'] = random.inHundred(3) ? random.pick(oddTypes) : type
  const bytes = Buffer.from(textOf(operation.name, type, schema, { pool, random }))
  return random.inHundred(6) ? damaged(bytes, random) : bytes
}

function textOf(operation: string, type: string, schema: Schema, { pool, random }: Omit<Making, 'headers'>): string {
  const text = random.pick(textSamples[type] ?? [])
  if (text !== undefined) return random.inHundred(50) ? text : withReplacedPart(text, random)
  const sample = random.pick(jsonSamples[operation] ?? [])
  const made = valueFor(schema, '', random)
  const value = sample !== undefined && random.inHundred(85) ? sample : withKnownNames(made, pool, random)
  const final = random.inHundred(40) ? spoiled(value, random) : value
  if (type === urlEncoded) return formOf(final)
  return random.inHundred(2) ? '['.repeat(random.below(5000)) : (JSON.stringify(final) ?? '')
}

// A name made up by chance is that of nothing, and a request that names nothing does nothing.
function withKnownNames(value: unknown, pool: Pool, random: Random): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const names = { site: 'site', readingId: 'reading', connector: 'connector' } as const
  const known = Object.entries(names).map(([field, name]) =>
    field in value && random.inHundred(90) ? { [field]: pool.known(name, random) } : {},
  )
  return Object.assign({ ...value }, ...known)
}

function withReplacedPart(text: string, random: Random): string {
  const at = random.below(text.length)
  return text.slice(0, at) + nastyText(random) + text.slice(at + random.below(6))
}

function formOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return asText(value)
  const pairs = Object.entries(value).map(([name, one]): [string, string] => [name, asText(one)])
  return new URLSearchParams(pairs).toString()
}

function asText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

// Bytes cut off, doubled or turned into others, which also makes what is no UTF-8.
function damaged(bytes: Buffer, random: Random): Buffer {
  if (bytes.length === 0) return Buffer.from([0xff])
  const at = random.below(bytes.length)
  switch (random.below(3)) {
    case 0:
      return bytes.subarray(0, at)
    case 1:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([0xc0 + random.below(64)]), bytes.subarray(at)])
    default:
      return Buffer.concat([bytes, bytes])
  }
}

function oddBody(random: Random, headers: Record<string, string>): Buffer | undefined {
  if (random.inHundred(90)) return undefined
  headers['content-type'] = 'application/json'
  return Buffer.from(random.pick(['{}', '[]', '', 'x'] as const))
}
