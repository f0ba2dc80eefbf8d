import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { createAlerts } from '../../../src/alerts/alerts.ts'
import { createAlertsStore } from '../../../src/alerts/alerts-store.ts'
import { systemClock } from '../../../src/clock.ts'
import { createNoReplicas } from '../../../src/database/replicas.ts'
import { type Scope, scopes } from '../../../src/http/route.ts'
import { createServer } from '../../../src/http/server.ts'
import { createLog } from '../../../src/log.ts'
import { Problem } from '../../../src/problem.ts'
import { createSeal } from '../../../src/seal.ts'
import { Secret } from '../../../src/secret.ts'
import type { SubmissionJson } from '../../../src/utility/submissions/submission-json.ts'
import type { UtilityReading } from '../../../src/utility/surroundings.ts'
import { createUtility } from '../../../src/utility/utility.ts'
import type { engines } from '../../support/databases.ts'
import { noSettings } from './connector-context.ts'
import { startFakeUtility } from './fake-utility.ts'
import { connectorTo } from './workbench.ts'

/** The routes of the utility on a real server and database, before a fake utility. */
export type UtilityService = Awaited<ReturnType<typeof startUtilityService>>

const firstReadingAt = Date.UTC(2026, 4, 1, 10)
const day = 24 * 3_600_000

export async function startUtilityService(engine: (typeof engines)[number]) {
  const database = await engine.open()
  const dataDir = mkdtempSync(join(tmpdir(), 'meterbridge-test-'))
  const fake = await startFakeUtility(systemClock)
  const readings = new Map<string, UtilityReading>()
  const doubts = new Map<string, string>()
  const events: SubmissionJson[] = []
  const lines: string[] = []
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  const log = createLog({ level: 'debug', format: 'json' }, sink)
  const alerts = createAlerts({ store: createAlertsStore(database), clock: systemClock, log })
  const find = async (id: string): Promise<UtilityReading> => {
    const found = readings.get(id)
    if (!found) throw new Problem(404, 'There is no such reading.')
    return found
  }
  const confirm = async (id: string): Promise<boolean> => doubts.delete(id)
  const utility = createUtility({
    database,
    clock: systemClock,
    log,
    seal: createSeal([new Secret('x'.repeat(32))], 'test'),
    settings: { ...noSettings, dataDir },
    readings: {
      current: async () => ({ meter: [...readings.values()].at(-1), inverter: undefined }),
      find,
      findDoubt: async (id) => doubts.get(id) ?? null,
      confirm,
      within: () => ({ find, confirm }),
      energyBetween: async () => null,
    },
    sites: { find: async (site) => (site === 'home' ? { timeZone: 'Europe/Berlin', meterDigits: 5 } : undefined) },
    alerts,
    onSubmission: (submission) => events.push(submission),
  })
  const settings = { corsOrigins: [], rateLimitPerMinute: 0, trustProxy: 0, version: '0', isProduction: false }
  const server = await createServer({
    log,
    clock: systemClock,
    settings,
    authenticate: callerOf,
    replicas: createNoReplicas(),
  })
  utility.routes(server)
  const url = await server.listen({ port: 0, host: '127.0.0.1' })
  utility.start()
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    send(url + path, method, body, { authorization: scopes.join(' '), ...headers })
  return {
    database,
    dataDir,
    fake,
    utility,
    alerts,
    readings,
    doubts,
    events,
    logged: () => lines.join(''),
    call,
    get: (path: string, authorization: string = scopes.join(' ')) => fetch(url + path, { headers: { authorization } }),
    put: (changes: Record<string, unknown> = {}) => call('PUT', '/utility/connectors/city', connectorTo(fake, changes)),
    pushAndWait: (body: unknown = {}) => call('POST', '/utility/push', body, { prefer: 'respond-async, wait=20' }),
    addReading: (changes: Partial<UtilityReading> = {}): string => {
      const number = readings.size + 1
      const id = `r${number}`
      const timestamp = firstReadingAt + number * day
      const values = { timestamp, meter: (5000 + number) * 1000, inverter: null, source: 'ada', note: null }
      readings.set(id, { id, site: 'home', ...values, ...changes })
      return id
    },
    confirmed: async (id: string): Promise<void> => {
      for (let state = ''; state !== 'confirmed'; )
        ({ state } = (await call('GET', `/utility/submissions/${id}`)).json.submission)
    },
    close: async () => {
      await server.close()
      await utility.stop()
      await fake.close()
      await database.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function send(url: string, method: string, body: unknown, given: Record<string, string>) {
  const headers = body === undefined ? given : { 'content-type': 'application/json', ...given }
  const response = await fetch(url, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
  const text = await response.text()
  const json = text === '' ? undefined : JSON.parse(text)
  return { status: response.status, headers: response.headers, text, json }
}

// A test's token is its list of scopes.
function callerOf(header: string | undefined) {
  return { username: 'ada', scopes: new Set((header ?? '').split(' ') as Scope[]), sites: null }
}
