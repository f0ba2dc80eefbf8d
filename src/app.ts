import { createRequire } from 'node:module'
import { createAuth } from './auth/auth.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { keptSecret, prepareDataDirectory } from './data-directory.ts'
import { openDatabase } from './database/database.ts'
import { serveDashboard } from './http/dashboard.ts'
import { honourIdempotencyKeys } from './http/idempotency.ts'
import { createServer } from './http/server.ts'
import type { Log } from './log.ts'
import { checkHealth } from './operations/health.ts'
import { operationsRoutes } from './operations/operations-routes.ts'
import { readingJson } from './readings/reading-schemas.ts'
import { createReadingStream } from './readings/reading-stream.ts'
import { createReadings } from './readings/readings.ts'
import { readingsRoutes } from './readings/readings-routes.ts'
import { recordsRoutes } from './readings/records-routes.ts'
import { createSeal } from './seal.ts'
import type { Secret } from './secret.ts'
import { createSheets } from './sheets/sheets.ts'
import { createSites } from './sites/sites.ts'
import { createUtility } from './utility/utility.ts'

const { version } = createRequire(import.meta.url)('../package.json') as { version: string }

export interface Started {
  address: string
  /** Opens the one-time set-up, where there is no account yet. */
  setupToken: Secret | undefined
}

export interface App {
  /** Listens and begins to work. */
  start(): Promise<Started>
  /** Finishes what is under way and closes everything. */
  stop(): Promise<void>
}

/** Makes the whole service from its settings, top to bottom. */
export async function createApp(config: Config, { log, clock }: { log: Log; clock: Clock }): Promise<App> {
  prepareDataDirectory(config.dataDir)
  const jwtSecrets = secretsOf(config)
  const seal = (purpose: string) => createSeal(jwtSecrets, purpose)
  const database = await openDatabase(config)
  const stream = createReadingStream()
  const sites = await createSites({ database, clock, homeTimeZone: config.siteTimeZone })

  const readings = createReadings({
    database,
    clock,
    sites,
    onChanged: (changes) => {
      for (const { kind, reading } of changes) {
        const { site, withdrawnAt } = reading
        const data = () => ({ reading: readingJson(reading), ...(withdrawnAt !== null && { withdrawn: true }) })
        stream.publish({ site, event: kind === 'reading' ? 'reading' : 'correction', data })
      }
      for (const site of new Set(changes.map(({ reading }) => reading.site))) sheets.hint(site)
    },
  })
  const auth = createAuth({ database, clock, log, jwtSecrets, tokenTtlSeconds: config.tokenTtlSeconds })
  const sheets = createSheets({
    database,
    clock,
    log,
    google: config.google,
    pollSeconds: config.sheetPollSeconds,
    sites: async () => mirroredSites(await sites.all(), config.google),
    onWritten: ({ site, readingIds }) => stream.publish({ site, event: 'sheet', data: () => ({ site, readingIds }) }),
  })
  const utility = createUtility({
    database,
    clock,
    log,
    seal: seal('connector secrets'),
    readings,
    sites,
    onSubmission: (submission) =>
      stream.publish({ site: submission.site, event: 'submission', data: () => ({ submission }) }),
  })

  const server = await createServer({ log, settings: { ...config, version }, authenticate: auth.authenticate })
  const [hashKey] = jwtSecrets
  honourIdempotencyKeys(server, { connection: database.sql, clock, seal: seal('idempotent answers'), hashKey })
  auth.routes(server)
  readingsRoutes(server, { readings, stream })
  recordsRoutes(server, { readings, clock, maxBulkRows: config.maxBulkRows })
  utility.routes(server)
  const health = () =>
    checkHealth({ database, canRecord: readings.canRecord, sheet: sheets.status, utility: utility.status })
  operationsRoutes(server, { clock, version, health })
  await serveDashboard(server, config)

  return {
    async start() {
      const setupToken = await auth.ensureFirstAccount(config.admin)
      const address = await server.listen({ port: config.port, host: config.host })
      utility.start()
      return { address, setupToken }
    },
    async stop() {
      stream.close()
      await server.close()
      await Promise.all([sheets.stop(), utility.stop()])
      await database.close()
    },
  }
}

function secretsOf(config: Config): [Secret, ...Secret[]] {
  const current = config.jwtSecret ?? keptSecret(config.dataDir, 'jwt-secret')
  return config.jwtSecretPrevious ? [current, config.jwtSecretPrevious] : [current]
}

function mirroredSites(
  sites: readonly { site: string; sheet: { id: string; tab: string | null } | null }[],
  google: Config['google'],
) {
  return sites.flatMap(({ site, sheet }) => {
    if (sheet) return [{ site, spreadsheetId: sheet.id, tab: sheet.tab ?? site }]
    return site === 'home' && google ? [{ site, spreadsheetId: google.spreadsheetId, tab: google.tab }] : []
  })
}
