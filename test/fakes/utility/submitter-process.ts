import { createAlerts } from '../../../src/alerts/alerts.ts'
import { createAlertsStore } from '../../../src/alerts/alerts-store.ts'
import { systemClock } from '../../../src/clock.ts'
import { openDatabase } from '../../../src/database/database.ts'
import { createLog } from '../../../src/log.ts'
import { Secret } from '../../../src/secret.ts'
import { defaultTiming } from '../../../src/utility/timing.ts'
import { createUtility } from '../../../src/utility/utility.ts'
import { noSettings } from './connector-context.ts'
import { quickLimits, readingOf, sealOfBench } from './workbench.ts'

// The submitter alone, as a process that can be killed: on a database of its parent, in a hurry.
const [dataDir = '', databaseUrl = '', chromiumPath = ''] = process.argv.slice(2)
const database = await openDatabase({ dataDir, databaseUrl: databaseUrl === '' ? undefined : new Secret(databaseUrl) })
const log = createLog({ level: 'silent', format: 'json' })
const hurry = { firstMilliseconds: 20, factor: 2, longestMilliseconds: 200 }
const find = async (id: string) => readingOf(Number(id.split('-')[1]))
const confirm = async () => undefined
const utility = createUtility({
  database,
  clock: systemClock,
  log,
  seal: sealOfBench,
  settings: { ...noSettings, dataDir, chromiumPath: chromiumPath === '' ? undefined : chromiumPath },
  readings: {
    current: async () => undefined,
    find,
    findDoubt: async () => null,
    confirm,
    within: () => ({ find, confirm }),
    energyBetween: async () => null,
  },
  sites: { find: async () => ({ timeZone: 'Europe/Berlin', meterDigits: 6 }) },
  alerts: createAlerts({ store: createAlertsStore(database), clock: systemClock, log }),
  onSubmission: () => undefined,
  timing: {
    ...defaultTiming,
    rules: { ...defaultTiming.rules, backoff: hurry, askBackoff: hurry, graceMilliseconds: 300 },
    breaker: { mostFailures: 5, rest: hurry },
    limits: quickLimits,
    // A process beside a browser gets its turn later.
    leaseMilliseconds: chromiumPath === '' ? 400 : 1500,
    pollMilliseconds: 100,
  },
})
utility.start()
process.send?.('ready')
