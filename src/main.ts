import { existsSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { systemClock } from './clock.ts'
import { readConfig } from './config.ts'
import { createLog } from './log.ts'
import { giveBackMemoryOfStart } from './operations/memory.ts'
import { SettingError } from './setting-types.ts'

const stopSignals = ['SIGINT', 'SIGTERM'] as const

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
  // Compiled code is kept between starts: two thirds of a start would be spent on compiling.
  enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compile', import.meta.url)))
  const { createApp } = await import('./app.ts')
  const app = await createApp(config, { log, clock: systemClock })
  for (const signal of stopSignals) process.once(signal, () => void app.stop())
  const { address, setupToken } = await app.start()
  giveBackMemoryOfStart()
  const publicAddress = config.publicUrl ?? address
  process.stdout.write(`Meterbridge listens on ${publicAddress}\n`)
  if (setupToken)
    process.stdout.write(
      `There is no account yet. Open this link once to create the first one:\n  ${publicAddress}/#/setup?token=${setupToken.reveal()}\n`,
    )
}

function sentence(error: unknown): string {
  if (error instanceof SettingError) return error.message
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && error.code === 'EADDRINUSE'
    ? 'PORT is taken by another program (example: PORT=3001)'
    : error.message
}
