import { readFile } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import { Command } from 'commander'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { jwtSecretsOf } from '../data-directory.ts'
import type { Database } from '../database/engine.ts'
import { createLog } from '../log.ts'
import { Problem } from '../problem.ts'
import { createReadings } from '../readings/readings.ts'
import { createEnergy } from '../readings/statistics/energy.ts'
import { createSeal } from '../seal.ts'
import { createSites } from '../sites/sites.ts'
import { importRecording } from '../utility/connectors/browser/recorder-import.ts'
import type { TypedValues } from '../utility/connectors/browser/typed-values.ts'
import { rehearseOnce } from '../utility/rehearsals/single-rehearsal.ts'
import { type PasswordSource, readTypedPassword } from './account-password.ts'
import { orFail } from './exit-code.ts'

interface UtilityCommandDependencies extends PasswordSource {
  clock: Clock
  complaints: Writable
  readSettings(): Config
  /** Called when a command runs; it closes the database when it is done. */
  openDatabase(): Promise<Database>
}

/**
 * `meterbridge utility …`: makes recipes of recordings, and rehearses connectors.
 * Throws CommanderError instead of ending the process; see `exitCodeOf`.
 */
export function utilityCommand(dependencies: UtilityCommandDependencies): Command {
  const command = new Command('utility').description('make recipes, and rehearse connectors').exitOverride()
  command
    .command('import')
    .description('make a recipe of a Chrome DevTools Recorder export; the password typed in it is asked for')
    .argument('<recording>', 'the exported JSON file')
    .option('--username <text>', 'the name that was typed')
    .option('--reading <text>', 'the reading that was typed')
    .option('--date <text>', 'the date that was typed')
    .action(async (file: string, typed: TypedValues, own: Command) => {
      await orFail(own, () => importFile(file, typed, dependencies))
    })
  command
    .command('test')
    .description('go through everything up to the point of no return; nothing is submitted')
    .argument('<connector>', 'the name of the connector')
    .action(async (name: string, _options: object, own: Command) => {
      await orFail(own, () => rehearse(name, dependencies))
    })
  return command
}

async function importFile(file: string, typed: TypedValues, dependencies: UtilityCommandDependencies): Promise<void> {
  const text = await readFile(file, 'utf8')
  let recording: unknown
  try {
    recording = JSON.parse(text)
  } catch {
    throw new Error('The file is no JSON; export the recording as a JSON file')
  }
  const { input, output, complaints } = dependencies
  const password = await readTypedPassword({ input, output: complaints }, 'Password typed in the recording: ')
  try {
    const { recipe, problems } = importRecording(recording, { ...typed, ...(password !== '' && { password }) })
    for (const problem of problems) complaints.write(`${problem}\n`)
    output.write(`${JSON.stringify(recipe, null, 2)}\n`)
  } catch (error) {
    if (error instanceof Problem)
      for (const { path, message } of error.errors ?? []) complaints.write(`${path} ${message}\n`)
    throw error
  }
}

async function rehearse(name: string, dependencies: UtilityCommandDependencies): Promise<void> {
  const { clock, output, readSettings, openDatabase } = dependencies
  const config = readSettings()
  const database = await openDatabase()
  try {
    const sites = await createSites({ database, clock, homeTimeZone: config.siteTimeZone })
    const readings = createReadings({ database, clock, sites, onChanged: () => undefined })
    const { energyBetween } = createEnergy({ database, site: readings.site })
    const { steps, problems } = await rehearseOnce(name, {
      database,
      clock,
      log: createLog({ level: 'silent', format: 'json' }),
      seal: createSeal(jwtSecretsOf(config), 'connector secrets'),
      settings: config,
      readings: { ...readings, energyBetween },
      sites,
    })
    for (const { step, ok, detail } of steps) output.write(`${ok ? 'ok    ' : 'FAILED'}  ${step}: ${detail}\n`)
    if (problems.length > 0) throw new Error('The rehearsal failed; nothing was submitted.')
    output.write('Everything up to the point of no return works. Nothing was submitted.\n')
  } finally {
    await database.close()
  }
}
