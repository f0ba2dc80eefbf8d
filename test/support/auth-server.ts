import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { type Auth, createAuth } from '../../src/auth/auth.ts'
import type { Clock } from '../../src/clock.ts'
import type { Database } from '../../src/database/engine.ts'
import { createNoReplicas } from '../../src/database/replicas.ts'
import { createServer } from '../../src/http/server.ts'
import { createLog } from '../../src/log.ts'
import { Secret } from '../../src/secret.ts'
import type { engines } from './databases.ts'

export const admin = { username: 'admin', password: 'correct horse battery' }

interface AuthServer {
  auth: Auth
  url: string
  /** Sends JSON, with a token where one is given. */
  call(method: string, path: string, options?: { token?: string; body?: unknown }): Promise<Response>
  form(path: string, fields: Record<string, string> | string, headers?: Record<string, string>): Promise<Response>
  /** The answer of a sign-in that succeeds. */
  signIn(username: string, password: string): Promise<{ access_token: string; refresh_token: string }>
  close(): Promise<void>
}

interface AuthServerOptions {
  clock?: Clock
  jwtSecrets?: [Secret, ...Secret[]]
  corsOrigins?: readonly string[]
}

export const basic = (name: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
})

export const refreshForm = (token: string) => ({ grant_type: 'refresh_token', refresh_token: token })

/** Such a server on a new ledger that knows the admin, until the test ends. */
export async function openAuthServer(engine: (typeof engines)[number], clock: Clock, context: TestContext) {
  const database = await engine.open()
  const server = await startAuthServer(database, { clock })
  context.after(() => server.close().then(() => database.close()))
  await server.auth.ensureFirstAccount({ username: admin.username, password: new Secret(admin.password) })
  return { ...server, database }
}

/** A listening server with the routes of auth and one that needs `readings:write`. */
export async function startAuthServer(database: Database, options: AuthServerOptions = {}): Promise<AuthServer> {
  const log = createLog({ level: 'silent', format: 'json' })
  const clock = options.clock ?? Date.now
  const auth = createAuth({
    database,
    clock,
    log,
    jwtSecrets: options.jwtSecrets ?? [new Secret('a secret of the tests, long enough')],
    tokenTtlSeconds: 3600,
    trustedOrigins: options.corsOrigins ?? [],
  })
  const corsOrigins = options.corsOrigins ?? []
  const settings = { corsOrigins, rateLimitPerMinute: 0, trustProxy: 0, isProduction: false, version: 'test' }
  const server = await createServer({
    log,
    clock,
    settings,
    authenticate: auth.authenticate,
    replicas: createNoReplicas(),
  })
  auth.routes(server)
  server.get('/who', { config: { access: 'readings:write' } }, (request) => ({ username: request.caller.username }))
  await server.listen({ port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`

  const call: AuthServer['call'] = (method, path, { token, body } = {}) =>
    fetch(url + path, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  return {
    auth,
    url,
    call,
    form: (path, fields, headers = {}) =>
      fetch(url + path, { method: 'POST', body: new URLSearchParams(fields), headers }),
    async signIn(username, password) {
      const response = await call('POST', '/auth/token', { body: { username, password } })
      if (!response.ok) throw new Error(`sign-in answered ${response.status}: ${await response.text()}`)
      return (await response.json()) as { access_token: string; refresh_token: string }
    },
    close: () => server.close(),
  }
}
