import { join } from 'node:path'
import type { Secret } from '../secret.ts'
import type { Database } from './engine.ts'
import { migrate } from './migrate.ts'

interface DatabaseSettings {
  dataDir: string
  databaseUrl: Secret | undefined
}

/** Opens PostgreSQL where a URL is given, else SQLite in the data directory, and brings its schema up to date. */
export async function openDatabase({ dataDir, databaseUrl }: DatabaseSettings): Promise<Database> {
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
