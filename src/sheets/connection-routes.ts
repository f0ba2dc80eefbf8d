import type { Server } from '../http/route.ts'
import { type Static, Type } from '../json-schema.ts'
import { Problem } from '../problem.ts'
import { Secret } from '../secret.ts'

interface ConnectionRoutesDependencies {
  /** Loaded when it is first asked for: with it comes Google's library. */
  checkConnection(asked: { key: Secret; spreadsheetId: string }, signal: AbortSignal): Promise<ConnectionJson>
}

const longestKey = 16_384
const patienceMilliseconds = 30_000

const CheckRequest = Type.Object(
  {
    key: Type.String({ minLength: 1, maxLength: longestKey, description: "The service account's key file, its JSON" }),
    spreadsheetId: Type.String({ pattern: '^[\\w-]{1,128}$', description: "The long part of the sheet's address" }),
  },
  { additionalProperties: false },
)
const ConnectionAnswer = Type.Object({
  account: Type.String({ description: 'The address to share the spreadsheet with' }),
  problem: Type.Unsafe<string | null>({ type: ['string', 'null'], description: 'What is missing, as a sentence' }),
  tabs: Type.Array(Type.String()),
})
export type ConnectionJson = Static<typeof ConnectionAnswer>

/** `POST /sheets/check`. */
export function connectionRoutes(server: Server, { checkConnection }: ConnectionRoutesDependencies): void {
  const schema = {
    tags: ['sheet'],
    summary: 'Try a key and a spreadsheet against Google; neither is kept',
    body: CheckRequest,
    response: { 200: ConnectionAnswer },
  }
  server.post('/sheets/check', { config: { access: 'admin' }, schema }, async (request, reply) => {
    const { key, spreadsheetId } = request.body
    if (!isServiceAccountKey(key)) throw noKey()
    reply.header('cache-control', 'no-store')
    const asked = { key: new Secret(key), spreadsheetId }
    return await checkConnection(asked, AbortSignal.timeout(patienceMilliseconds))
  })
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
