import { createLog } from '../../../src/log.ts'
import { createBrowsers } from '../../../src/utility/connectors/browser/browsers.ts'

// A process of its own that holds a browser until it is killed.
const [dataDir = '', chromiumPath = ''] = process.argv.slice(2)
const log = createLog({ level: 'silent', format: 'json' })
await createBrowsers({ dataDir, chromiumPath, clock: Date.now, log }).run({
  connector: 'held',
  origins: ['http://127.0.0.1:1'],
  deadlineMilliseconds: 600_000,
  work: async () => {
    process.send?.('started')
    await new Promise<never>(() => undefined)
  },
})
