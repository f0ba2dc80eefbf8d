import { existsSync } from 'node:fs'
import { type App, createApp, type Started } from './app.ts'
import { systemClock } from './clock.ts'
import { readConfig } from './config.ts'
import { createLog } from './log.ts'
import { giveBackMemoryOfStart } from './operations/memory.ts'

/** The first requests go before. */
const settleMilliseconds = 500
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
  const config = readConfig(process.env)
  const isWatched = process.stdout.isTTY && !config.isProduction
  const log = createLog({ level: config.logLevel, format: isWatched ? 'pretty' : 'json' })
  const app = await createApp(config, { log, clock: systemClock })
  for (const signal of stopSignals) process.once(signal, () => void app.stop())
  const { address, setupToken } = await startOrStop(app)
  setTimeout(giveBackMemoryOfStart, settleMilliseconds).unref()
  const publicAddress = config.publicUrl ?? address
  process.stdout.write(`Meterbridge listens on ${publicAddress}\n`)
  if (setupToken)
    process.stdout.write(
      `There is no account yet. Open this link once to create the first one:\n  ${publicAddress}/#/setup?token=${setupToken.reveal()}\n`,
    )
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
