import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type DatabaseLocation, engines } from '../test/support/databases.ts'
import { startPostgres } from '../test/support/postgres-server.ts'
import { type ServerProcess, startServer } from './server-process.ts'

export type Engine = 'sqlite' | 'postgres'

export const engineNames: Readonly<Record<Engine, string>> = { sqlite: 'SQLite', postgres: 'PostgreSQL' }

/** What is measured, how long and with how many. */
export interface Setting {
  engines: readonly Engine[]
  runs: number
  seconds: number
  connections: number
  /** Of the CSV. */
  rows: number
  /** Of events. */
  streams: number
  cores: Cores
}

interface Cores {
  server: number
  load: number
}

export interface Contender {
  name: string
  /** Rows of one bulk request; few where every row waits for Google. */
  bulkRows: number
  bulkRequests: number
  start(): Promise<ServerProcess>
}

export const account = { username: 'bench', password: 'a long passphrase for the bench' }

const usualBulk = { bulkRows: 10_000, bulkRequests: 5 }
const peer = (file: string): string => join(import.meta.dirname, 'peers', file)
// As `npm start` and the image start it.
const { scripts } = createRequire(import.meta.url)('../package.json') as { scripts: { start: string } }
const [, ...startWords] = scripts.start.split(' ')
const main = { file: join(import.meta.dirname, '..', startWords.at(-1) ?? ''), options: startWords.slice(0, -1) }

export function ownContenders({ engines: names, cores }: Setting): Contender[] {
  return names.map((engine) => ({
    name: `Meterbridge on ${engineNames[engine]}`,
    ...usualBulk,
    start: () => startMeterbridge(engine, cores.server),
  }))
}

/** (a), (a2) and (b). */
export function peerContenders({ cores }: Setting): Contender[] {
  const plain = (name: string, file: string): Contender => ({
    name,
    ...usualBulk,
    start: () => startServer({ file: peer(file), env: {}, core: cores.server }),
  })
  return [
    plain('(a) bare node:http', 'bare.ts'),
    plain('(a2) Fastify, keeps nothing', 'fastify-keeping-nothing.ts'),
    { name: "(b) the roadmap's stack", bulkRows: 8, bulkRequests: 1, start: () => startRoadmap(cores) },
  ]
}

/** Installs what the peers need. */
export function preparePeers(): void {
  const directory = peer('roadmap')
  if (existsSync(join(directory, 'node_modules'))) return
  const install = spawnSync('npm', ['ci', '--ignore-scripts'], {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (install.status !== 0) throw new Error(`npm ci failed in ${directory}`)
}

/** Starts a PostgreSQL where one is wanted; returns how to clear it away. */
export async function prepareEngines(names: readonly Engine[]): Promise<() => Promise<void>> {
  if (!names.includes('postgres')) return async () => undefined
  const server = await startPostgres()
  process.env['TEST_DATABASE_URL'] = server.url
  return server.stop
}

/** Meterbridge on a new and empty ledger, which is gone when it is stopped. */
export async function startMeterbridge(
  engine: Engine,
  core: number,
  more: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const location = await engines.find(({ name }) => name === engine)?.createLocation()
  if (!location) throw new Error(`unknown engine ${engine}`)
  return await startOn(location, core, more)
}

/** Meterbridge on that ledger, which is gone when it is stopped. */
export async function startOn(
  location: DatabaseLocation,
  core: number,
  more: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const env: Record<string, string> = {
    DATA_DIR: location.dataDir,
    JWT_SECRET: randomBytes(48).toString('base64'),
    ADMIN_USERNAME: account.username,
    ADMIN_PASSWORD: account.password,
    RATE_LIMIT_PER_MINUTE: '0',
    LOG_LEVEL: 'warn',
    SITE_TIME_ZONE: 'UTC',
    ...(location.databaseUrl && { DATABASE_URL: location.databaseUrl.reveal() }),
    ...more,
  }
  const server = await startServer({ ...main, env, core })
  return {
    ...server,
    stop: async () => {
      await server.stop()
      await location.remove()
    },
  }
}

async function startRoadmap(cores: Cores): Promise<ServerProcess> {
  const google = await startServer({ file: peer('slow-google.ts'), env: {}, core: cores.load })
  const env = { GOOGLE_API_URL: `http://127.0.0.1:${google.port}` }
  const server = await startServer({ file: peer('roadmap/server.js'), env, core: cores.server })
  return {
    ...server,
    stop: async () => {
      await server.stop()
      await google.stop()
    },
  }
}
