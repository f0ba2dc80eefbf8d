import { once } from 'node:events'
import { createReadStream, createWriteStream, existsSync, type ReadStream, readFileSync, statSync } from 'node:fs'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Command, Option } from 'commander'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Database } from '../database/engine.ts'
import { type BulkResult, type BulkRow, recordBulk } from '../readings/bulk/bulk.ts'
import { readCsv, readNdjson } from '../readings/bulk/bulk-text.ts'
import { beginsList, readJsonList } from '../readings/bulk/json-list.ts'
import { type ExportFormat, exportFormats, exportReadings } from '../readings/export.ts'
import { createCounterBefore } from '../readings/imports/counter-before.ts'
import { readPresets } from '../readings/imports/presets.ts'
import { readMap } from '../readings/imports/read-map.ts'
import { readMapped } from '../readings/imports/read-mapped.ts'
import { createReadings, type Readings } from '../readings/readings.ts'
import { createEnergy } from '../readings/statistics/energy.ts'
import { createSites } from '../sites/sites.ts'
import { orFail } from './exit-code.ts'
import { createProgress, type ProgressOutput } from './progress.ts'

interface DataCommandDependencies {
  clock: Clock
  readSettings(): Pick<Config, 'siteTimeZone'>
  /** Called when a command runs; it closes the database when it is done. */
  openDatabase(): Promise<Database>
  output: Writable
  complaints: ProgressOutput
}

interface ImportOptions {
  site?: string
  atomic?: boolean
  map?: string
  onConflict: 'reject' | 'replace'
}

/** `meterbridge export`: writes readings to the standard output or a file. */
export function exportCommand(dependencies: DataCommandDependencies): Command {
  return new Command('export')
    .description('write all readings of a site to a file, or to the standard output')
    .addOption(new Option('--format <format>', 'how').choices(exportFormats).default('csv'))
    .option('--site <site>', 'whose readings', 'home')
    .option('--out <file>', 'where to; the standard output if left out')
    .exitOverride()
    .action(async ({ format, site, out }: { format: ExportFormat; site: string; out?: string }, command: Command) => {
      await orFail(command, () =>
        withReadings(dependencies, async ({ readings }) => {
          await readings.site(site)
          const selection = { site, from: undefined, to: undefined, source: undefined }
          const target = out === undefined ? dependencies.output : createWriteStream(out, { mode: 0o600 })
          const isFile = out !== undefined
          const progress = createProgress(dependencies.complaints, 'exporting')
          const lines = counted(exportReadings(readings, selection, format), isFile ? progress.show : () => undefined)
          await pipeline(Readable.from(lines), target, { end: isFile }).finally(progress.end)
        }),
      )
    })
}

/** Shows how many lines have passed: how many there will be is only known at the end. */
async function* counted(pieces: AsyncIterable<string>, show: (lines: number) => void): AsyncGenerator<string> {
  let lines = 0
  for await (const piece of pieces) {
    lines += piece.split('\n').length - 1
    show(lines)
    yield piece
  }
}

/** `meterbridge import`: records a file as `POST /records/bulk` would; running it again changes nothing. */
export function importCommand(dependencies: DataCommandDependencies): Command {
  return new Command('import')
    .description('record the readings of a CSV, NDJSON or JSON file; running it again changes nothing')
    .argument('<file>', 'what `export` gives, a CSV with a header, or with --map a CSV of another system')
    .option('--site <site>', 'whose readings; if left out, that of each record, or home')
    .option('--atomic', 'record all or nothing')
    .addOption(
      new Option(
        '--map <map>',
        `how a CSV of another system is read: a file of JSON, or one of ${readPresets()
          .map(({ name }) => name)
          .join(', ')}`,
      ),
    )
    .addOption(
      new Option('--on-conflict <what>', 'where another value is there')
        .choices(['reject', 'replace'])
        .default('reject'),
    )
    .exitOverride()
    .action(async (file: string, options: ImportOptions, command: Command) => {
      await orFail(command, async () => {
        const result = await withReadings(dependencies, (ledger) => importFile(file, options, ledger, dependencies))
        for (const { index, message } of result.errors) dependencies.complaints.write(`record ${index}: ${message}\n`)
        const { received, recorded, duplicates, rejected } = result
        dependencies.output.write(
          `${received} received, ${recorded} recorded, ${duplicates} there already, ${rejected} rejected\n`,
        )
        if (rejected > 0) throw new Error('Some records were rejected; mend them and run this again.')
      })
    })
}

async function importFile(
  file: string,
  { site, atomic = false, onConflict, map }: ImportOptions,
  ledger: Ledger,
  { clock, complaints }: DataCommandDependencies,
): Promise<BulkResult> {
  const progress = createProgress(complaints, 'importing')
  const total = statSync(file).size
  const body = createReadStream(file)
  const watched = async function* <Rows>(pieces: AsyncIterable<Rows>): AsyncGenerator<Rows> {
    for await (const rows of pieces) {
      progress.show(body.bytesRead, total)
      yield rows
    }
  }
  const { readings } = ledger
  try {
    const pieces = map === undefined ? await ownRows(file, body) : await mappedRows(body, map, site ?? 'home', ledger)
    return await recordBulk(
      watched(pieces),
      { readings, clock },
      { site, isAtomic: atomic, isDryRun: false, onConflict, by: 'import' },
    )
  } finally {
    progress.end()
  }
}

async function ownRows(file: string, body: ReadStream): Promise<AsyncIterable<BulkRow[]>> {
  const start = await startOf(body)
  if (beginsList(start)) return readJsonList(body)
  return start.startsWith('{') || /\.(nd)?jsonl?$/i.test(file) ? readNdjson(body) : readCsv(body)
}

/** The beginning of a file, without byte-order mark and blanks; the file can be read from there all the same. */
async function startOf(body: ReadStream): Promise<string> {
  await once(body, 'readable')
  const bytes = body.read() as Buffer | null
  if (bytes === null) return ''
  body.unshift(bytes)
  return bytes.toString().trimStart()
}

async function mappedRows(
  body: ReadStream,
  map: string,
  siteName: string,
  { readings, database }: Ledger,
): Promise<AsyncIterable<BulkRow[]>> {
  const site = await readings.site(siteName)
  const energy = createEnergy({ database, site: readings.site })
  const counterBefore = createCounterBefore({ database, energy })(site)
  const whole = readMap(existsSync(map) ? readFileSync(map, 'utf8') : map)
  return readMapped(body, whole, { timeZone: site.timeZone, counterBefore })
}

interface Ledger {
  readings: Readings
  database: Database
}

async function withReadings<T>(
  { openDatabase, clock, readSettings }: DataCommandDependencies,
  work: (ledger: Ledger) => Promise<T>,
): Promise<T> {
  const database = await openDatabase()
  try {
    const sites = await createSites({ database, clock, homeTimeZone: readSettings().siteTimeZone })
    return await work({ database, readings: createReadings({ database, clock, sites, onChanged: () => undefined }) })
  } finally {
    await database.close()
  }
}
