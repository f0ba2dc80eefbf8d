import { Writable } from 'node:stream'
import { createApp } from '../../src/app.ts'
import { type Clock, systemClock } from '../../src/clock.ts'
import { type Config, readConfig } from '../../src/config.ts'
import type { Patience } from '../../src/http/patience.ts'
import { createLog } from '../../src/log.ts'
import type { DatabaseLocation, engines } from './databases.ts'
import { watchQueriesTo } from './site-bound-queries.ts'

type Engine = (typeof engines)[number]

export interface Service {
  url: string
  /** Everything that was logged so far. */
  logged(): string
  /** Sends a request as the admin, or with other headers; JSON where `body` is an object. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  /** The service ends and its database is removed; a second call waits for the first. */
  stop(): Promise<void>
}

export interface Answer {
  status: number
  headers: Headers
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of any shape
  json: any
}

export const admin = { username: 'admin', password: 'correct horse battery' }

interface Surroundings {
  clock?: Clock
  patience?: Patience
}

/** Starts the whole service in this process, listening on a free port, with a new and empty database. */
export async function startService(
  engine: Engine,
  overrides: Partial<Config> = {},
  surroundings: Surroundings = {},
): Promise<Service> {
  const location = await engine.createLocation()
  const running = await runService(location, overrides, surroundings)
  let stopping: Promise<void> | undefined
  return {
    ...running,
    stop: () => {
      stopping ??= running.stop().then(() => location.remove())
      return stopping
    },
  }
}

/** Starts the whole service on a given place; `stop` leaves the data there. */
export async function runService(
  location: DatabaseLocation,
  overrides: Partial<Config> = {},
  { clock = systemClock, patience }: Surroundings = {},
): Promise<Service> {
  if (location.databaseUrl) watchQueriesTo(location.databaseUrl.reveal())
  const lines: string[] = []
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  const environment = {
    ADMIN_USERNAME: admin.username,
    ADMIN_PASSWORD: admin.password,
    RATE_LIMIT_PER_MINUTE: '0',
    DRAIN_SECONDS: '0',
    PORT: '0',
    HOST: '127.0.0.1',
  }
  const config = {
    ...readConfig({ ...environment, DATA_DIR: location.dataDir, SITE_TIME_ZONE: 'Europe/Berlin' }),
    databaseUrl: location.databaseUrl,
    ...overrides,
  }
  const app = await createApp(config, { log: createLog({ level: 'info', format: 'json' }, sink), clock, patience })
  const { address: url } = await app.start()
  const token = await signIn(url)
  return {
    url,
    logged: () => lines.join(''),
    call: (method, path, body, headers = {}) =>
      send(url + path, method, body, { authorization: `Bearer ${token}`, ...headers }),
    stop: () => app.stop(),
  }
}

async function signIn(url: string): Promise<string> {
  const { json, text } = await send(`${url}/auth/token`, 'POST', admin, { 'x-forwarded-proto': 'https' })
  if (typeof json?.access_token !== 'string') throw new Error(`no token: ${text}`)
  return json.access_token
}

async function send(url: string, method: string, body: unknown, headers: Record<string, string>): Promise<Answer> {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array
  const init: RequestInit = { method, headers }
  if (body !== undefined) {
    init.body = isRaw ? (body as string) : JSON.stringify(body)
    init.headers = { 'content-type': 'application/json', ...headers }
  }
  const response = await fetch(url, init)
  const text = await response.text()
  const isJson =
    /json/.test(response.headers.get('content-type') ?? '') &&
    !/ndjson/.test(response.headers.get('content-type') ?? '')
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson && text !== '' ? JSON.parse(text) : undefined,
  }
}
