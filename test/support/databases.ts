import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
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
  { name: 'sqlite', createLocation: createSqliteLocation, open: openSqlite },
  { name: 'postgres', createLocation: createPostgresLocation, open: openPostgres },
]

// The tests end processes, never the machine: nothing needs to be synced.
async function openSqlite(): Promise<Database> {
  const database = await openAt(await createSqliteLocation())
  await sql`pragma synchronous = off`.execute(database.sql)
  return database
}

async function openPostgres(): Promise<Database> {
  return await openAt(await createDatabaseAt(testServer(), process.env['TEST_DATABASE_TEMPLATE']))
}

async function openAt({ remove, ...settings }: DatabaseLocation): Promise<Database> {
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
  return await createDatabaseAt(testServer())
}

function testServer(): string {
  const server = process.env['TEST_DATABASE_URL']
  if (!server) throw new Error('TEST_DATABASE_URL is not set; run the tests with: npm test')
  return server
}

/** A new database of a PostgreSQL, empty or a copy of another, and a directory. */
export async function createDatabaseAt(server: string, template?: string): Promise<DatabaseLocation> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await administer(server, `create database ${name}${template ? ` template ${template}` : ''}`)
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
