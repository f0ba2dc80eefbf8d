import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Secret } from '../secret.ts'
import { errorCode, SettingError } from '../setting-types.ts'
import { type Database, markSplitBySite } from './engine.ts'
import { migrate } from './migrate.ts'

interface DatabaseSettings {
  dataDir: string
  databaseUrl: Secret | undefined
  /** How long a query may take on a server that may have stopped. */
  longestQueryMilliseconds?: number
}

const usualLongestQueryMilliseconds = 20_000
// https://www.postgresql.org/docs/current/errcodes-appendix.html: cannot_connect_now. After a crash it reads its log anew first.
const isStartingUp = '57P03'
const longestStartMilliseconds = 60_000
const askAgainAfterMilliseconds = 250
const keptCopies = 3
const copyPattern = /^before-migration-after-.+\.db$/

const urlExample = 'postgres://user:password@127.0.0.1/meterbridge'

/**
 * Opens PostgreSQL where a URL is given, else SQLite in the data directory, and brings its schema up to date. A
 * PostgreSQL that is itself starting is waited for, a minute at most.
 *
 * @throws SettingError where that cannot be done
 */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  const deadline = Date.now() + longestStartMilliseconds
  for (;;)
    try {
      return await openMigrated(settings)
    } catch (error) {
      if (errorCode(error) !== isStartingUp || Date.now() > deadline) throw refusal(error, settings)
      await pause(askAgainAfterMilliseconds)
    }
}

function refusal(error: unknown, settings: DatabaseSettings): SettingError {
  if (settings.databaseUrl)
    return new SettingError('DATABASE_URL', `names a database that cannot be opened: ${errorCode(error)}`, urlExample)
  return new SettingError('DATA_DIR', `holds a database that cannot be opened: ${errorCode(error)}`, './data')
}

/** The file of the embedded ledger in a data directory. */
export function embeddedFile(dataDir: string): string {
  return join(dataDir, 'meterbridge.db')
}

async function openMigrated(settings: DatabaseSettings): Promise<Database> {
  const { dataDir, databaseUrl, longestQueryMilliseconds = usualLongestQueryMilliseconds } = settings
  const patience = { queryMilliseconds: Number.POSITIVE_INFINITY }
  const database = databaseUrl
    ? (await import('./postgres.ts')).openPostgres(databaseUrl, patience)
    : (await import('./sqlite.ts')).openSqlite(embeddedFile(dataDir))
  try {
    const { copyTo } = database
    await migrate(database, copyTo ? (lastMigration) => keepCopy(copyTo, dataDir, lastMigration) : undefined)
    if (await database.isDistributed()) markSplitBySite(database.sql)
  } catch (error) {
    await database.close()
    throw error
  }
  patience.queryMilliseconds = longestQueryMilliseconds
  return database
}

async function keepCopy(
  copyTo: NonNullable<Database['copyTo']>,
  dataDir: string,
  lastMigration: string,
): Promise<void> {
  const directory = join(dataDir, 'backups')
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const file = join(directory, `before-migration-after-${lastMigration}.db`)
  rmSync(file, { force: true })
  await copyTo(file)
  removeOldCopies(directory)
}

// By their age, not their names: an older ledger that was restored is migrated, and so copied, once more.
function removeOldCopies(directory: string): void {
  const copies = readdirSync(directory)
    .filter((name) => copyPattern.test(name))
    .map((name) => ({ file: join(directory, name), madeAt: statSync(join(directory, name)).mtimeMs }))
    .sort((one, other) => other.madeAt - one.madeAt)
  for (const { file } of copies.slice(keptCopies)) rmSync(file)
}
