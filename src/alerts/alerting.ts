import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Database } from '../database/engine.ts'
import { createHolder, createLeases } from '../database/leases.ts'
import type { Server } from '../http/route.ts'
import type { Log } from '../log.ts'
import type { Job } from '../operations/jobs.ts'
import { createRecentCount } from '../operations/recent-count.ts'
import { findStorageRisk } from '../operations/storage-risk.ts'
import { type Alerts, createAlerts } from './alerts.ts'
import { alertsRoutes } from './alerts-routes.ts'
import { createAlertsStore } from './alerts-store.ts'
import { openChannels } from './channels.ts'
import { createDeliveriesStore } from './deliveries-store.ts'
import { createAlertDelivery } from './delivery.ts'
import { deliveryRoutes } from './delivery-routes.ts'
import { factsOf, type Surroundings } from './facts.ts'
import { createLastingFailures } from './lasting-failures.ts'
import { createRefusedSignIns } from './refused-sign-ins-store.ts'
import type { Facts } from './rules.ts'
import { watch } from './watch.ts'

interface AlertingDependencies {
  database: Database
  clock: Clock
  log: Log
  settings: Config
}

type Surrounding = Omit<
  Surroundings,
  'outgrown' | 'lastingFailures' | 'refusedSignIns' | 'serverErrors' | 'storageRisk'
>

/** What people must hear of. */
export interface Alerting {
  alerts: Alerts
  /** A request failed here, and not through what was asked. */
  countFailure(): void
  /** A spreadsheet was nearly full, so that a new tab was opened. */
  noteOutgrown(notice: { site: string; message: string }): void
  routes(server: Server): void
  /** The job that looks around; `writesSheets` says whether this process knows how the sheets are. */
  watch(surroundings: () => Surrounding, writesSheets: () => boolean): Job
}

const leaseMilliseconds = 30_000
const failureMemoryMilliseconds = 5 * 60_000
const failureTopic = 'failure'

/** Makes the whole capability by hand, top to bottom. */
export function createAlerting({ database, clock, log, settings }: AlertingDependencies): Alerting {
  const { isProduction, platform, databaseUrl, google, publicUrl } = settings
  const alerts = createAlerts({ store: createAlertsStore(database), clock, log })
  const channels = openChannels(settings)
  const delivery = createAlertDelivery({ channels, store: createDeliveriesStore(database), clock, log, publicUrl })
  const leases = createLeases(database, clock)
  const holder = createHolder()
  const serverErrors = createRecentCount(clock, failureMemoryMilliseconds)
  // Of all processes, since one watches for all.
  database.replicas.hear(failureTopic, serverErrors.add)
  const outgrown: Facts['outgrown'] = []
  const isLedgerInDirectory = databaseUrl === undefined
  const storageRisk = async (): Promise<string | null> =>
    isLedgerInDirectory && (isProduction || platform) ? await findStorageRisk(settings) : null
  const lastingFailures = createLastingFailures()
  const own = { outgrown, lastingFailures, refusedSignIns: createRefusedSignIns(database), serverErrors, storageRisk }
  return {
    alerts,
    countFailure: () => {
      serverErrors.add()
      database.replicas.tell(failureTopic, null)
    },
    noteOutgrown: (notice) => {
      outgrown.push({ ...notice, at: clock() })
    },
    routes: (server) => {
      alertsRoutes(server, alerts)
      deliveryRoutes(server, delivery)
    },
    watch: (surroundings, writesSheets) => {
      const isWatcher = async (): Promise<boolean> => {
        // An embedded ledger has no other process; of several the one that knows the sheets watches.
        if (isLedgerInDirectory) return true
        return google ? writesSheets() : await leases.acquire('alerts', holder, leaseMilliseconds)
      }
      return watch({ alerts, delivery, isWatcher, facts: () => factsOf({ ...surroundings(), ...own }) })
    },
  }
}
