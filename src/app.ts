import { setTimeout as pause } from 'node:timers/promises'
import { createAlerting } from './alerts/alerting.ts'
import { createAuth } from './auth/auth.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { jwtSecretsOf, prepareDataDirectory } from './data-directory.ts'
import { openDatabase } from './database/database.ts'
import { lockDirectory } from './database/directory-lock.ts'
import { serveDashboard } from './http/dashboard.ts'
import { honourIdempotencyKeys } from './http/idempotency.ts'
import type { Patience } from './http/patience.ts'
import { trustedOrigins } from './http/same-origin.ts'
import { createServer } from './http/server.ts'
import type { Log } from './log.ts'
import { createOperations } from './operations/operations.ts'
import { createTally } from './operations/tally.ts'
import { timedDatabase } from './operations/timed-database.ts'
import { exportReadings } from './readings/export.ts'
import { createCounterBefore } from './readings/imports/counter-before.ts'
import { createMeterChanges } from './readings/meter-changes/meter-changes.ts'
import { meterChangesRoutes } from './readings/meter-changes/meter-changes-routes.ts'
import { createReadings, type ReadingsFor } from './readings/readings.ts'
import { readingsRoutes } from './readings/readings-routes.ts'
import { recordsRoutes } from './readings/recording/records-routes.ts'
import { createEnergy } from './readings/statistics/energy.ts'
import { createGaps } from './readings/statistics/gaps.ts'
import { createStatistics } from './readings/statistics/statistics.ts'
import { statisticsRoutes } from './readings/statistics/statistics-routes.ts'
import { createNews } from './readings/stream/news.ts'
import { createReadingStream } from './readings/stream/reading-stream.ts'
import { createSeal } from './seal.ts'
import type { Secret } from './secret.ts'
import { type CheckConnection, createConnectionDesk } from './sheets/connection/connection-desk.ts'
import { connectionRoutes } from './sheets/connection/connection-routes.ts'
import { openSheets } from './sheets/connection/following-sheets.ts'
import { connectionSeal, createGoogleConnection } from './sheets/connection/google-connection.ts'
import type { GoogleSettings } from './sheets/google/google-access.ts'
import { mirroredSites } from './sheets/mirrored-site.ts'
import type { Sheets } from './sheets/sheets.ts'
import { sheetsRoutes } from './sheets/sheets-routes.ts'
import { createHintSecrets } from './sites/hint-secrets.ts'
import { createSites } from './sites/sites.ts'
import { sitesRoutes } from './sites/sites-routes.ts'
import { createUtility } from './utility/utility.ts'
import { version } from './version.ts'

// Whoever is still sending or reading then is cut off.
const drainMilliseconds = 6000

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

interface Ground {
  log: Log
  clock: Clock
  /** With slow clients; the usual one where none is given. */
  patience?: Patience | undefined
}

/** Makes the whole service from its settings, top to bottom. */
export async function createApp(config: Config, { log, clock, patience }: Ground): Promise<App> {
  prepareDataDirectory(config.dataDir)
  const jwtSecrets = jwtSecretsOf(config)
  const seal = (purpose: string) => createSeal(jwtSecrets, purpose)
  // Replicas that share a PostgreSQL may share a directory too; one file of SQLite belongs to one process.
  const lock = config.databaseUrl ? undefined : lockDirectory(config.dataDir)
  const database = await openDatabase(config)
  const stream = createReadingStream()
  const tally = createTally()
  const connection = createGoogleConnection({ database, seal: seal(connectionSeal), settings: config })
  const { homeSheet } = connection
  const sites = await createSites({ database, clock, homeTimeZone: config.siteTimeZone, homeSheet })

  const readings = createReadings({
    database: timedDatabase(database, tally.timeCommit),
    clock,
    sites,
    onChanged: (changes) => {
      tally.countCommit(changes.length)
      news.changed(changes)
      for (const site of new Set(changes.map(({ reading }) => reading.site))) sheets.hint(site)
      if (changes.some(({ kind }) => kind !== 'reading')) utility.hint()
    },
    onConfirmed: () => utility.hint(),
  })
  const readingsFor: ReadingsFor = ({ sites: known }) => (known ? readings.within(known) : readings)
  const energy = createEnergy({ database, site: readings.site })
  const alerting = createAlerting({ database, clock, log, settings: config })
  const auth = createAuth({
    database,
    clock,
    log,
    jwtSecrets,
    tokenTtlSeconds: config.tokenTtlSeconds,
    trustedOrigins: trustedOrigins(config),
  })
  const showSheets = async (google: GoogleSettings): Promise<Sheets> =>
    (await import('./sheets/sheets.ts')).createSheets({
      database,
      clock,
      log,
      google,
      readings,
      pollSeconds: config.sheetPollSeconds,
      sites: async () => mirroredSites(await sites.all()),
      onWritten: ({ site, readingIds }) => news.written({ site, readingIds }),
      onOutgrown: alerting.noteOutgrown,
    })
  const sheets = await openSheets({ connection, start: showSheets, log })
  const utility = createUtility({
    database,
    clock,
    log,
    seal: seal('connector secrets'),
    settings: config,
    readings: { ...readings, energyBetween: energy.energyBetween },
    sites,
    alerts: alerting.alerts,
    onSubmission: (submission) => {
      tally.countSubmission(submission.state)
      news.submitted(submission)
    },
  })
  const news = createNews({
    database,
    stream,
    log,
    onHeard: (site, event) => {
      sheets.hint(site)
      if (event === 'correction') utility.hint()
    },
    submission: utility.heard,
  })
  let isLeaving = false

  const server = await createServer({
    log,
    clock,
    settings: { ...config, version },
    authenticate: auth.authenticate,
    replicas: database.replicas,
    isLeaving: () => isLeaving,
    onFailure: alerting.countFailure,
    patience,
  })
  const [hashKey] = jwtSecrets
  honourIdempotencyKeys(server, {
    connection: database.sql,
    replicas: database.replicas,
    clock,
    seal: seal('idempotent answers'),
    hashKey,
  })
  auth.routes(server)
  sitesRoutes(server, {
    sites: {
      ...sites,
      change: async (name, update) => {
        const site = await sites.change(name, update)
        await readings.review(name)
        return site
      },
    },
    defaultSpreadsheetId: async () => (await homeSheet())?.id,
  })
  readingsRoutes(server, { readingsFor, stream })
  const statistics = createStatistics({ database, energy })
  statisticsRoutes(server, { readingsFor, energy, statistics, gaps: createGaps({ database, clock }) })
  meterChangesRoutes(server, { meterChanges: createMeterChanges({ database, clock, sites }), readingsFor, clock })
  const { maxBulkRows } = config
  recordsRoutes(server, { readingsFor, clock, maxBulkRows, counterBefore: createCounterBefore({ database, energy }) })
  utility.routes(server)
  alerting.routes(server)
  sheetsRoutes(server, { sheets, sites, hintSecrets: createHintSecrets(database), clock })
  const checkConnection: CheckConnection = async (asked, signal) => {
    const sheetConnection = await import('./sheets/connection/connection.ts')
    return sheetConnection.checkConnection({ ...asked, database, clock, apiUrl: config.googleApiUrl }, signal)
  }
  const { follow } = sheets
  connectionRoutes(server, {
    checkConnection,
    desk: createConnectionDesk({ connection, sites, check: checkConnection, follow }),
  })
  const operations = createOperations({
    database,
    clock,
    log,
    version,
    settings: config,
    tally,
    sheets,
    utility,
    alerts: alerting.alerts,
    readings: {
      canRecord: readings.canRecord,
      csvOf: (site) => exportReadings(readings, { site, from: undefined, to: undefined, source: undefined }, 'csv'),
    },
    sites,
    isLeaving: () => isLeaving,
    jobs: [alerting.watch(() => surroundings, sheets.isWriter)],
  })
  const { oldCredentials } = auth
  const surroundings = {
    dataDir: config.dataDir,
    clock,
    sites,
    readings,
    sheets,
    jobs: operations.jobs,
    oldCredentials,
  }
  operations.routes(server)
  serveDashboard(server, config)

  return {
    async start() {
      const firstAccount = auth.ensureFirstAccount(config.admin)
      const [setupToken] = await Promise.all([firstAccount, database.replicas.open(), server.ready()])
      const address = await server.listen({ port: config.port, host: config.host })
      utility.start()
      operations.start()
      return { address, setupToken }
    },
    async stop() {
      isLeaving = true
      // Others go on: whoever stands before them all hears that this one leaves, and sends it nothing new.
      if (database.replicas.areThere()) await pause(config.drainSeconds * 1000)
      stream.endAll()
      const lastCall = setTimeout(() => server.server.closeAllConnections(), drainMilliseconds)
      await Promise.all([server.close(), sheets.stop(), utility.stop(), operations.stop()])
      clearTimeout(lastCall)
      await auth.stop()
      await database.close()
      lock?.release()
    },
  }
}
