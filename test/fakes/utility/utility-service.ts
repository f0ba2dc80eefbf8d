import { Writable } from 'node:stream'
import { systemClock } from '../../../src/clock.ts'
import { type Scope, scopes } from '../../../src/http/route.ts'
import { createServer } from '../../../src/http/server.ts'
import { createLog } from '../../../src/log.ts'
import { Problem } from '../../../src/problem.ts'
import { createSeal } from '../../../src/seal.ts'
import { Secret } from '../../../src/secret.ts'
import type { SubmissionJson } from '../../../src/utility/submission-json.ts'
import type { UtilityReading } from '../../../src/utility/surroundings.ts'
import { createUtility } from '../../../src/utility/utility.ts'
import type { engines } from '../../support/databases.ts'
import { startFakeUtility } from './fake-utility.ts'
import { connectorTo } from './workbench.ts'

/** The routes of the utility on a real server and database, before a fake utility. */
export type UtilityService = Awaited<ReturnType<typeof startUtilityService>>

const firstReadingAt = Date.UTC(2026, 4, 1, 10)
const day = 24 * 3_600_000

export async function startUtilityService(engine: (typeof engines)[number]) {
  const database = await engine.open()
  const fake = await startFakeUtility(systemClock)
  const readings = new Map<string, UtilityReading>()
  const events: SubmissionJson[] = []
  const lines: string[] = []
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  const log = createLog({ level: 'debug', format: 'json' }, sink)
  const utility = createUtility({
    database,
    clock: systemClock,
    log,
    seal: createSeal([new Secret('x'.repeat(32))], 'test'),
    readings: {
      current: async () => ({ meter: [...readings.values()].at(-1), inverter: undefined }),
      find: async (id) => {
        const found = readings.get(id)
        if (!found) throw new Problem(404, 'There is no such reading.')
        return found
      },
    },
    sites: { find: async (site) => (site === 'home' ? { timeZone: 'Europe/Berlin', meterDigits: 5 } : undefined) },
    onSubmission: (submission) => events.push(submission),
  })
  const settings = { corsOrigins: [], rateLimitPerMinute: 0, trustProxy: 0, version: '0', isProduction: false }
  const server = await createServer({ log, settings, authenticate: callerOf })
  utility.routes(server)
  const url = await server.listen({ port: 0, host: '127.0.0.1' })
  utility.start()
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    send(url + path, method, body, { authorization: scopes.join(' '), ...headers })
  return {
    database,
    fake,
    utility,
    readings,
    events,
    logged: () => lines.join(''),
    call,
    put: (changes: Record<string, unknown> = {}) => call('PUT', '/utility/connectors/city', connectorTo(fake, changes)),
    pushAndWait: (body: unknown = {}) => call('POST', '/utility/push', body, { prefer: 'respond-async, wait=20' }),
    addReading: (changes: Partial<UtilityReading> = {}): string => {
      const number = readings.size + 1
      const id = `r${number}`
      const timestamp = firstReadingAt + number * day
      readings.set(id, { id, site: 'home', timestamp, meter: (5000 + number) * 1000, inverter: null, ...changes })
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
  return { username: 'ada', scopes: new Set((header ?? '').split(' ') as Scope[]) }
}
