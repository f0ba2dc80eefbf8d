import type { Server } from '../../http/route.ts'
import { type Static, Type } from '../../json-schema.ts'
import { Problem } from '../../problem.ts'
import { Secret } from '../../secret.ts'
import { plainText, spreadsheetId } from '../../text-forms.ts'
import type { CheckConnection, ConnectionDesk, ShownConnection } from './connection-desk.ts'

interface ConnectionRoutesDependencies {
  checkConnection: CheckConnection
  desk: ConnectionDesk
}

const longestKey = 16_384
const patienceMilliseconds = 30_000
const config = { access: 'admin' } as const
const tags = ['sheet']
const strict = { additionalProperties: false }
const textOrNull = Type.Unsafe<string | null>({ type: ['string', 'null'] })

const CheckRequest = Type.Object(
  {
    key: Type.String({ minLength: 1, maxLength: longestKey, description: "The service account's key file, its JSON" }),
    spreadsheetId: Type.String(spreadsheetId),
  },
  strict,
)
const ConnectionAnswer = Type.Object({
  account: Type.String({ description: 'The address to share the spreadsheet with' }),
  problem: Type.Unsafe<string | null>({ type: ['string', 'null'], description: 'What is missing, as a sentence' }),
  tabs: Type.Array(Type.String()),
})

const PutRequest = Type.Object(
  {
    key: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description: "The service account's key file; it goes in and never comes out. Without it, the stored one stays",
      }),
    ),
    spreadsheet: Type.String({ minLength: 1, maxLength: 500, description: "The spreadsheet's address, or its id" }),
    tab: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        ...plainText,
        description: 'The tab of the site home; default Readings',
      }),
    ),
  },
  strict,
)
const ShownAnswer = Type.Object({
  source: Type.Enum(['none', 'environment', 'stored'], { description: 'Who says how Google is reached' }),
  clientEmail: Type.Unsafe<string | null>({ ...textOrNull, description: 'Whom spreadsheets are to be shared with' }),
  spreadsheetId: textOrNull,
  tab: Type.Unsafe<string | null>({ ...textOrNull, description: 'Of the site home' }),
})
export type SheetConnectionJson = Static<typeof ShownAnswer>

/** `POST /sheets/check` and `/sheets/connection`. */
export function connectionRoutes(server: Server, dependencies: ConnectionRoutesDependencies): void {
  checkRoute(server, dependencies)
  keepingRoutes(server, dependencies)
}

function checkRoute(server: Server, { checkConnection }: ConnectionRoutesDependencies): void {
  const schema = {
    tags,
    summary: 'Try a key and a spreadsheet against Google; neither is kept',
    body: CheckRequest,
    response: { 200: ConnectionAnswer },
  }
  server.post('/sheets/check', { config, schema }, async (request, reply) => {
    const { key, spreadsheetId } = request.body
    if (!isServiceAccountKey(key)) throw noKey()
    reply.header('cache-control', 'no-store')
    const asked = { key: new Secret(key), spreadsheetId }
    return await checkConnection(asked, AbortSignal.timeout(patienceMilliseconds))
  })
}

function keepingRoutes(server: Server, { desk }: ConnectionRoutesDependencies): void {
  const path = '/sheets/connection'
  const response = { 200: ShownAnswer }
  server.get(
    path,
    { config, schema: { tags, summary: 'How Google is reached, without the key', response } },
    async () => toAnswer(await desk.show()),
  )
  const put = { tags, summary: 'Try a key and a spreadsheet, keep both and begin to write', body: PutRequest, response }
  server.put(path, { config, schema: put }, async (request) => {
    const { key, spreadsheet, tab = 'Readings' } = request.body
    const text = key && JSON.stringify(key)
    if (text !== undefined && (text.length > longestKey || !isServiceAccountKey(text))) throw noKey()
    return toAnswer(await desk.connect({ key: text, spreadsheet, tab }, AbortSignal.timeout(patienceMilliseconds)))
  })
  const remove = {
    tags,
    summary: 'Forget the key and the spreadsheet; what stands in the sheet stays',
    response: { 204: Type.Null() },
  }
  server.delete(path, { config, schema: remove }, async (_request, reply) => {
    await desk.disconnect()
    return await reply.code(204).send(null)
  })
}

function toAnswer({ source, clientEmail, sheet }: ShownConnection): SheetConnectionJson {
  return { source, clientEmail, spreadsheetId: sheet?.id ?? null, tab: sheet?.tab ?? null }
}

function isServiceAccountKey(text: string): boolean {
  try {
    const key = JSON.parse(text) as { client_email?: unknown; private_key?: unknown } | null
    return typeof key?.client_email === 'string' && typeof key.private_key === 'string'
  } catch {
    return false
  }
}

function noKey(): Problem {
  const message = 'must be the JSON key file of a service account, with client_email and private_key'
  return new Problem(400, 'The body is not as it should be; see errors.', {
    type: 'invalid-input',
    errors: [{ path: '/key', message }],
  })
}
