import type { Writable } from 'node:stream'
import { Command } from 'commander'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { jwtSecretsOf } from '../data-directory.ts'
import type { Database } from '../database/engine.ts'
import { createLog } from '../log.ts'
import { createReadings, type Readings } from '../readings/readings.ts'
import { createSeal } from '../seal.ts'
import { checkSheet } from '../sheets/check.ts'
import { connectionSeal, createGoogleConnection } from '../sheets/connection/google-connection.ts'
import type { GoogleSettings } from '../sheets/google/google-access.ts'
import { type MirroredSite, mirroredSites } from '../sheets/mirrored-site.ts'
import { rebuildSheet } from '../sheets/rebuild.ts'
import { createSheets } from '../sheets/sheets.ts'
import { createSites } from '../sites/sites.ts'
import { orFail } from './exit-code.ts'
import { createProgress, type ProgressOutput } from './progress.ts'
import { reportOf } from './sheet-report.ts'

interface SheetCommandDependencies {
  clock: Clock
  output: Pick<Writable, 'write'>
  complaints: ProgressOutput
  readSettings(): Config
  /** Called when a command runs; it closes the database when it is done. */
  openDatabase(): Promise<Database>
}

/**
 * `meterbridge sheet …`: looks into the Google Sheet without changing it, or writes it anew from the ledger.
 * Throws CommanderError instead of ending the process; see `exitCodeOf`.
 */
export function sheetCommand(dependencies: SheetCommandDependencies): Command {
  const command = new Command('sheet').description('look into the Google Sheet, or write it anew').exitOverride()
  addCommand(command, dependencies, {
    name: 'check',
    description: 'say what would be taken in from the sheet; nothing is written, there or here',
    run: check,
  })
  addCommand(command, dependencies, {
    name: 'rebuild',
    description: 'write all readings into a fresh tab; the present one is renamed and stays. Stop the service first',
    run: rebuild,
  })
  return command
}

/** A sheet that is set up, with what it takes to work on it. */
interface OpenedSheet extends SheetCommandDependencies {
  config: Config
  google: GoogleSettings
  database: Database
  readings: Readings
  mirrored: MirroredSite
}

interface SheetAction {
  name: string
  description: string
  run(sheet: OpenedSheet): Promise<void>
}

function addCommand(parent: Command, dependencies: SheetCommandDependencies, action: SheetAction): void {
  parent
    .command(action.name)
    .description(action.description)
    .option('--site <site>', 'whose sheet', 'home')
    .action(async ({ site }: { site: string }, command: Command) => {
      await orFail(command, () => withSheet(dependencies, site, action.run))
    })
}

async function withSheet(
  dependencies: SheetCommandDependencies,
  site: string,
  work: SheetAction['run'],
): Promise<void> {
  const { clock } = dependencies
  const config = dependencies.readSettings()
  const database = await dependencies.openDatabase()
  try {
    const seal = createSeal(jwtSecretsOf(config), connectionSeal)
    const connection = createGoogleConnection({ database, seal, settings: config })
    const google = await connection.google()
    if (!google)
      throw new Error('No sheet is set; GOOGLE_SHEET_ID and GOOGLE_CREDENTIALS_PATH, or the dashboard, switch it on')
    const { homeSheet } = connection
    const sites = await createSites({ database, clock, homeTimeZone: config.siteTimeZone, homeSheet })
    const [mirrored] = mirroredSites([await sites.get(site)])
    if (!mirrored) throw new Error(`The site ${site} is shown in no sheet; give it one with PATCH /sites/${site}`)
    const readings = createReadings({ database, clock, sites, onChanged: () => undefined })
    await work({ ...dependencies, config, google, database, readings, mirrored })
  } finally {
    await database.close()
  }
}

async function check(sheet: OpenedSheet): Promise<void> {
  const checked = await checkSheet(sheet, new AbortController().signal)
  sheet.output.write(`${reportOf(checked)}\n`)
  if (checked.stop !== undefined) throw new Error('The sheet cannot be taken in as it is; mend it and check again.')
  if ((checked.found?.problems.length ?? 0) > 0)
    throw new Error('Some rows cannot be read; the others are taken in without them.')
}

async function rebuild(sheet: OpenedSheet): Promise<void> {
  const { clock, config, complaints, database, google, mirrored, output, readings } = sheet
  const log = createLog({ level: 'error', format: 'json' }, complaints)
  const progress = createProgress(complaints, 'writing')
  const startMirror = (holder: string) =>
    createSheets({
      database,
      clock,
      log,
      google,
      readings,
      holder,
      pollSeconds: config.sheetPollSeconds,
      sites: async () => [mirrored],
      onWritten: () => undefined,
    })
  const rebuilt = await rebuildSheet(
    { ...sheet, startMirror, onProgress: ({ written, total }) => progress.show(written, total) },
    new AbortController().signal,
  ).finally(progress.end)
  const former = rebuilt.formerTitle === undefined ? '' : `; the earlier tab is called ${rebuilt.formerTitle} now`
  const rows = rebuilt.rows === 1 ? '1 row' : `${rebuilt.rows} rows`
  output.write(`The tab ${rebuilt.title} shows every reading (${rows})${former}.\n`)
}
