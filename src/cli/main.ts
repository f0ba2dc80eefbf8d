import { existsSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { systemClock } from '../clock.ts'
import { type Config, readConfig } from '../config.ts'
import { prepareDataDirectory } from '../data-directory.ts'
import { openDatabase } from '../database/database.ts'
import { version } from '../version.ts'
import { accountCommand, setupCommand } from './account.ts'
import { backupCommand, restoreCommand } from './backup.ts'
import { exportCommand, importCommand } from './data.ts'
import { exitCodeOf } from './exit-code.ts'
import { sheetCommand } from './sheet.ts'
import { utilityCommand } from './utility.ts'

const program = new Command('meterbridge')
  .description('Keeps meter readings, shows them in a sheet, submits them to the utility')
  .version(version)
  .exitOverride()

program
  .command('start')
  .description('start the service')
  .action(async () => {
    await import('../main.ts')
  })

const readSettings = (): Config => {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const config = readConfig(process.env)
  prepareDataDirectory(config.dataDir)
  return config
}
const shared = {
  input: process.stdin,
  output: process.stdout,
  complaints: process.stderr,
  clock: systemClock,
  readSettings,
  openDatabase: () => openDatabase(readSettings()),
}
program.addCommand(setupCommand(shared))
program.addCommand(accountCommand(shared))
program.addCommand(exportCommand(shared))
program.addCommand(importCommand(shared))
program.addCommand(backupCommand(shared))
program.addCommand(restoreCommand(shared))
program.addCommand(sheetCommand(shared))
program.addCommand(utilityCommand(shared))

try {
  await program.parseAsync()
} catch (error) {
  const isTold = error instanceof CommanderError
  if (!isTold) process.stderr.write(`meterbridge: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = exitCodeOf(error)
}
