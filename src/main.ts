import { existsSync } from 'node:fs'
import { type App, createApp, type Started } from './app.ts'
import { systemClock } from './clock.ts'
import { type Config, readConfig } from './config.ts'
import { createLog, type Log } from './log.ts'
import type { ErrorTracking } from './operations/error-tracking.ts'
import { Secret } from './secret.ts'
import { collectStartGarbage } from './start-garbage.ts'
import { keepTickShape } from './tick-shape.ts'
import { version } from './version.ts'

/** Ten seconds are what platforms give, with a drain of three. */
const longestStopSeconds = 6.5
const stopSignals = ['SIGINT', 'SIGTERM'] as const
// What stops a server from listening, as Node.js names it.
const sentences: Readonly<Record<string, string>> = {
  EADDRINUSE: 'PORT is taken by another program (example: 3001)',
  EACCES: 'PORT may not be used by this user (example: 3000)',
  EADDRNOTAVAIL: 'HOST is no address of this machine (example: 127.0.0.1)',
  ENOTFOUND: 'HOST is no address of this machine (example: 127.0.0.1)',
}

try {
  if (existsSync('.env')) process.loadEnvFile('.env')
  await run()
} catch (error) {
  process.stderr.write(`meterbridge: ${sentence(error)}\n`)
  process.exitCode = 1
}

async function run(): Promise<void> {
  keepTickShape()
  const config = readConfig(process.env)
  const isWatched = process.stdout.isTTY && !config.isProduction
  const tracking = await trackErrors(config)
  const log = createLog({
    level: config.logLevel,
    format: isWatched ? 'pretty' : 'json',
    onError: tracking?.capture,
  })
  const app = await createApp(config, { log, clock: systemClock })
  for (const signal of stopSignals)
    process.once(signal, () => stop(app, { log, tracking, drainSeconds: config.drainSeconds }))
  const { address, setupToken } = await startOrStop(app)
  collectStartGarbage()
  const publicAddress = config.publicUrl ?? address
  process.stdout.write(`Meterbridge listens on ${publicAddress}\n`)
  if (setupToken)
    process.stdout.write(
      `There is no account yet. Open this link once to create the first one:\n  ${publicAddress}/#/setup?token=${setupToken.reveal()}\n`,
    )
}

interface Stopping {
  log: Log
  tracking: ErrorTracking | undefined
  drainSeconds: number
}

// Whatever hangs, the platform's patience is at its end: what was acknowledged is durable already.
function stop(app: App, { log, tracking, drainSeconds }: Stopping): void {
  setTimeout(
    () => {
      log.warn('not everything ended in time; it goes on after the next start')
      process.exit()
    },
    (longestStopSeconds + drainSeconds) * 1000,
  ).unref()
  app
    .stop()
    .then(() => tracking?.stop())
    .catch((error: unknown) => {
      log.error({ err: error }, 'the service did not stop well')
      process.exitCode = 1
    })
}

async function trackErrors(config: Config): Promise<ErrorTracking | undefined> {
  if (!config.sentryDsn) return undefined
  const { createErrorTracking } = await import('./operations/error-tracking.ts')
  const settings: unknown[] = [...Object.values<unknown>({ ...config }), config.admin?.password]
  const secrets = settings.filter((value) => value instanceof Secret)
  const environment = config.isProduction ? 'production' : 'development'
  return createErrorTracking({ dsn: config.sentryDsn, release: `meterbridge@${version}`, environment, secrets })
}

async function startOrStop(app: App): Promise<Started> {
  try {
    return await app.start()
  } catch (error) {
    await app.stop()
    throw error
  }
}

function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? String(error.code) : ''
  return sentences[code] ?? (error.message || code)
}
