import { join } from 'node:path'
import type { Secret } from '../secret.ts'
import { errorCode, SettingError } from '../setting-types.ts'
import type { Database } from './engine.ts'
import { migrate } from './migrate.ts'

interface DatabaseSettings {
  dataDir: string
  databaseUrl: Secret | undefined
}

const urlExample = 'postgres://user:password@127.0.0.1/meterbridge'

/**
 * Opens PostgreSQL where a URL is given, else SQLite in the data directory, and brings its schema up to date.
 *
 * @throws SettingError where that cannot be done
 */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  try {
    return await openMigrated(settings)
  } catch (error) {
    if (settings.databaseUrl)
      throw new SettingError('DATABASE_URL', `names a database that cannot be opened: ${errorCode(error)}`, urlExample)
    throw new SettingError('DATA_DIR', `holds a database that cannot be opened: ${errorCode(error)}`, './data')
  }
}

async function openMigrated({ dataDir, databaseUrl }: DatabaseSettings): Promise<Database> {
  const database = databaseUrl
    ? (await import('./postgres.ts')).openPostgres(databaseUrl)
    : (await import('./sqlite.ts')).openSqlite(join(dataDir, 'meterbridge.db'))
  try {
    await migrate(database.sql)
  } catch (error) {
    await database.close()
    throw error
  }
  return database
}
