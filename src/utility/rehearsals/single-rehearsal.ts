import type { Clock } from '../../clock.ts'
import type { Database } from '../../database/engine.ts'
import type { Log } from '../../log.ts'
import type { Seal } from '../../seal.ts'
import { createBrowsers } from '../connectors/browser/browsers.ts'
import type { ConnectorSettings } from '../connectors/connector.ts'
import { noConnector } from '../connectors/connectors.ts'
import { createConnectorsStore } from '../connectors/connectors-store.ts'
import { createWorkshop } from '../connectors/workshop.ts'
import { createSubmitterStore } from '../submitter/submitter-store.ts'
import type { UtilityReadings, UtilitySites } from '../surroundings.ts'
import { defaultTiming } from '../timing.ts'
import { createEvidenceStore } from './evidence.ts'
import { createRehearse, type Rehearsal } from './rehearsal.ts'

interface SingleRehearsalDependencies {
  database: Database
  clock: Clock
  log: Log
  seal: Seal
  settings: ConnectorSettings
  readings: UtilityReadings
  sites: UtilitySites
}

/** Rehearses one connector, also next to a service that runs: the lease keeps both apart. @throws Problem 404, 409 */
export async function rehearseOnce(name: string, dependencies: SingleRehearsalDependencies): Promise<Rehearsal> {
  const { database, clock, log, settings } = dependencies
  const connectors = createConnectorsStore(database)
  const connector = await connectors.find(name)
  if (!connector) throw noConnector(name)
  const browsers = createBrowsers({ ...settings, clock, log })
  const { limits, leaseMilliseconds } = defaultTiming
  const evidence = createEvidenceStore(settings.dataDir)
  const workshop = createWorkshop({ ...dependencies, limits, evidence, browsers })
  const store = createSubmitterStore(database)
  try {
    return await createRehearse({ ...dependencies, store, connectors, workshop, leaseMilliseconds })(connector)
  } finally {
    await browsers.stop()
  }
}
