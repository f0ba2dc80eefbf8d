import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { openDatabase } from '../../src/database/database.ts'
import type { Database } from '../../src/database/engine.ts'
import { Secret } from '../../src/secret.ts'

export interface DatabaseLocation {
  dataDir: string
  databaseUrl: Secret | undefined
  remove(): Promise<void>
}

interface TestEngine {
  name: 'sqlite' | 'postgres'
  /** A place for a new, empty database, which several processes may open. */
  createLocation(): Promise<DatabaseLocation>
  /** A new, empty, migrated database; `close` also removes it. */
  open(): Promise<Database>
}

/** The two engines that every test of a store runs on. */
export const engines: readonly TestEngine[] = [
  { name: 'sqlite', createLocation: createSqliteLocation, open: () => openAt(createSqliteLocation()) },
  { name: 'postgres', createLocation: createPostgresLocation, open: () => openAt(createPostgresLocation()) },
]

async function openAt(location: Promise<DatabaseLocation>): Promise<Database> {
  const { remove, ...settings } = await location
  const database = await openDatabase(settings)
  return {
    ...database,
    close: async () => {
      await database.close()
      await remove()
    },
  }
}

async function createSqliteLocation(): Promise<DatabaseLocation> {
  const dataDir = mkdtempSync(join(tmpdir(), 'meterbridge-test-'))
  return { dataDir, databaseUrl: undefined, remove: async () => rmSync(dataDir, { recursive: true, force: true }) }
}

async function createPostgresLocation(): Promise<DatabaseLocation> {
  const server = process.env['TEST_DATABASE_URL']
  if (!server) throw new Error('TEST_DATABASE_URL is not set; run the tests with: npm test')
  return await createDatabaseAt(server)
}

/** A new, empty database of a PostgreSQL, and a directory. */
export async function createDatabaseAt(server: string): Promise<DatabaseLocation> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await administer(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const files = await createSqliteLocation()
  return {
    dataDir: files.dataDir,
    databaseUrl: new Secret(url.href),
    remove: async () => {
      await administer(server, `drop database ${name} with (force)`)
      await files.remove()
    },
  }
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
