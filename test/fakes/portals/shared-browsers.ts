import { createLog } from '../../../src/log.ts'
import { type Browsers, createBrowsers } from '../../../src/utility/connectors/browser/browsers.ts'
import type { ConnectorSettings } from '../../../src/utility/connectors/connector.ts'

/** One Chromium for all runs, a new context for each: for tests of what is not its start. */
export async function openSharedBrowsers(settings: ConnectorSettings, origin: string): Promise<Browsers> {
  const own = createBrowsers({ ...settings, clock: Date.now, log: createLog({ level: 'silent', format: 'json' }) })
  const { promise: over, resolve: close } = Promise.withResolvers<void>()
  const { promise: started, resolve: start } = Promise.withResolvers<Browsers['run']>()
  const running = own.run({
    connector: 'shared',
    origins: [origin],
    deadlineMilliseconds: 600_000,
    work: async (browser) => {
      const [first] = browser.contexts()
      start(async ({ work }) => {
        try {
          return await work(browser)
        } finally {
          for (const context of browser.contexts()) if (context !== first) await context.close()
        }
      })
      await over
    },
  })
  return {
    run: await Promise.race([started, running.then(() => Promise.reject(new Error('the browser has ended')))]),
    sweep: async () => undefined,
    stop: async () => {
      close()
      await running
    },
  }
}
