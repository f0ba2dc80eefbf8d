import { join } from 'node:path'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/engine.ts'
import type { Server } from '../http/route.ts'
import type { Log } from '../log.ts'
import type { Secret } from '../secret.ts'
import { backupDirectory, createBackups, dailyBackup } from './backups.ts'
import { backupsRoutes } from './backups-routes.ts'
import { dailyCleanUp } from './clean-up.ts'
import { createCleanUpStore } from './clean-up-store.ts'
import { createGauges } from './gauges.ts'
import { checkHealth, type SheetHealth, type SheetLoad, type UtilityHealth } from './health.ts'
import { createJobRunsStore } from './job-runs-store.ts'
import { createJobs, type Job, type JobStatus } from './jobs.ts'
import { createMetrics } from './metrics.ts'
import { metricsRoutes } from './metrics-routes.ts'
import { operationsRoutes } from './operations-routes.ts'
import { statusRoutes } from './status-routes.ts'
import type { Tally } from './tally.ts'
import { weeklyExport } from './weekly-export.ts'

interface OperationsDependencies {
  database: Database
  clock: Clock
  log: Log
  version: string
  settings: { dataDir: string; isProduction: boolean; metricsToken: Secret | undefined }
  tally: Tally
  sheets: { status(): SheetHealth; load(): Promise<SheetLoad | undefined>; jobs(): JobStatus[] }
  utility: {
    status(): Promise<UtilityHealth>
    jobs(): JobStatus[]
    countUnsettled(): Promise<{ state: string; count: number }[]>
  }
  alerts: { countOpen(): Promise<{ kind: string; count: number }[]> }
  readings: { canRecord(): Promise<boolean>; csvOf(site: string): AsyncIterable<string> }
  sites: { all(): Promise<readonly { site: string }[]> }
  isLeaving(): boolean
  /** Of other capabilities, to be run beside those of this one. */
  jobs: readonly Job[]
}

/** How the service is, what it counts, and what it does for itself. */
export interface Operations {
  routes(server: Server): void
  /** Every background job. */
  jobs(): Promise<JobStatus[]>
  start(): void
  stop(): Promise<void>
}

/** Makes the whole capability by hand, top to bottom. */
export function createOperations(dependencies: OperationsDependencies): Operations {
  const { database, clock, log, version, settings, tally, sheets, utility, alerts, readings, sites } = dependencies
  const { copyTo } = database
  const backups = copyTo && createBackups({ directory: backupDirectory(settings.dataDir), clock, copyTo })
  const own = [
    ...(backups ? [dailyBackup(backups, clock)] : []),
    weeklyExport({ directory: join(settings.dataDir, 'exports'), clock, sites: sites.all, csvOf: readings.csvOf }),
    dailyCleanUp(createCleanUpStore(database), clock),
  ]
  const runner = createJobs({
    jobs: [...dependencies.jobs, ...own],
    runs: createJobRunsStore(database),
    claim: database.replicas.claim,
    clock,
    log,
  })
  const jobs = async (): Promise<JobStatus[]> => [...(await runner.list()), ...sheets.jobs(), ...utility.jobs()]
  const gauges = createGauges({ version, sheets, jobs, utility, alerts })
  const sheet = { sheet: sheets.status, sheetLoad: sheets.load }
  return {
    routes: (server) => {
      const health = () => checkHealth({ database, canRecord: readings.canRecord, ...sheet, utility: utility.status })
      operationsRoutes(server, { clock, version, health, isLeaving: dependencies.isLeaving })
      const { metricsToken: token, isProduction } = settings
      metricsRoutes(server, { tally, render: createMetrics({ tally, gauges }), token, isProduction })
      statusRoutes(server, { jobs })
      backupsRoutes(server, backups)
    },
    jobs,
    start: runner.start,
    stop: runner.stop,
  }
}
