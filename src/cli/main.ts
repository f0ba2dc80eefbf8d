import { existsSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { systemClock } from '../clock.ts'
import { readConfig } from '../config.ts'
import { prepareDataDirectory } from '../data-directory.ts'
import { openDatabase } from '../database/database.ts'
import { accountCommand } from './account.ts'
import { exitCodeOf } from './exit-code.ts'

const program = new Command('meterbridge')
  .description('Keeps meter readings, shows them in a sheet, submits them to the utility')
  .exitOverride()

program
  .command('start')
  .description('start the service')
  .action(async () => {
    await import('../main.ts')
  })

program.addCommand(
  accountCommand({
    input: process.stdin,
    output: process.stdout,
    clock: systemClock,
    openDatabase: async () => {
      if (existsSync('.env')) process.loadEnvFile('.env')
      const config = readConfig(process.env)
      prepareDataDirectory(config.dataDir)
      return await openDatabase(config)
    },
  }),
)

try {
  await program.parseAsync()
} catch (error) {
  const isTold = error instanceof CommanderError
  if (!isTold) process.stderr.write(`meterbridge: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = exitCodeOf(error)
}
