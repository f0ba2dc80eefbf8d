import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { Secret } from '../secret.ts'
import { type Database, StorageFullError } from './engine.ts'
import { limitPatience, type Patience } from './patience.ts'
import { createPostgresReplicas } from './postgres-replicas.ts'
import type { Schema } from './schema.ts'

const largestPool = 8
const connectTimeoutMilliseconds = 10_000
// https://www.postgresql.org/docs/current/errcodes-appendix.html: disk_full, unique_violation
const diskFull = '53100'
const uniqueViolation = '23505'
// deadlock_detected, serialization_failure: PostgreSQL undid the transaction, which may simply run again.
const undoneByOthers = new Set(['40P01', '40001'])
const mostRuns = 5
// Sets these advisory locks apart from others' in the same database.
const siteLocks = 7_264

// Instants and thousandths stay below 2^53, so bigints are read as numbers.
const types: pg.CustomTypesConfig = {
  getTypeParser: ((id: number, format?: 'text' | 'binary') =>
    id === pg.types.builtins.INT8
      ? Number
      : pg.types.getTypeParser(id, format)) as pg.CustomTypesConfig['getTypeParser'],
}

/** Connects to PostgreSQL; commits are durable there (`synchronous_commit` is switched on for every connection). */
export function openPostgres(url: Secret, patience: Patience): Database {
  const pool = new pg.Pool({
    connectionString: url.reveal(),
    max: largestPool,
    connectionTimeoutMillis: connectTimeoutMilliseconds,
    options: '-c synchronous_commit=on',
    keepAlive: true,
    types,
  })
  limitPatience(pool, patience)
  // An idle connection that breaks must not end the process; the next query opens a new one.
  pool.on('error', () => undefined)
  const connection = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  const replicas = createPostgresReplicas(url)
  return {
    engine: 'postgres',
    sql: connection,
    transaction: (work) => translateErrors(withoutDeadlock(() => connection.transaction().execute(work))),
    insertNew: async (transaction, table, rows) => {
      const [first] = rows
      if (!first) return 0
      const columns = Object.keys(first)
      const arrays = columns.map((column) => {
        const values = rows.map((row) => (row as Record<string, unknown>)[column] ?? null)
        return sql`${values}::${sql.raw(arrayType(values))}`
      })
      // Counted by what comes back: Citus tells as affected what a conflict left out, too.
      const { rows: inserted } =
        await sql`insert into ${sql.table(table)} (${sql.join(columns.map((name) => sql.ref(name)))})
        select * from unnest(${sql.join(arrays)}) on conflict do nothing returning 1`.execute(transaction)
      return inserted.length
    },
    copyTo: null,
    lockSites: async (transaction, sites) => {
      // In one order for all, so that no two wait for each other.
      const inOrder = [...sites].sort()
      await sql`select pg_advisory_xact_lock(${siteLocks}::int, hashtext(site)) from unnest(${inOrder}::text[]) as site`.execute(
        transaction,
      )
    },
    isUniqueViolation: (error) => codeOf(error) === uniqueViolation,
    replicas,
    isDistributed: async () => {
      const { rows } = await sql`select 1 from pg_extension where extname = 'citus'`.execute(connection)
      return rows.length > 0
    },
    close: async () => {
      await replicas.close()
      await connection.destroy()
    },
  }
}

function arrayType(values: readonly unknown[]): string {
  return values.some((value) => typeof value === 'string') ? 'text[]' : 'bigint[]'
}

async function withoutDeadlock<T>(run: () => Promise<T>): Promise<T> {
  for (let runs = 1; ; runs++)
    try {
      return await run()
    } catch (error) {
      if (runs === mostRuns || !undoneByOthers.has(codeOf(error))) throw error
    }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

async function translateErrors<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (codeOf(error) === diskFull) throw new StorageFullError(error)
    throw error
  }
}
