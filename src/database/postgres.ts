import { CompiledQuery, Kysely, sql } from 'kysely'
import pg from 'pg'
import type { Secret } from '../secret.ts'
import { type Database, StorageFullError } from './engine.ts'
import { limitPatience, type Patience } from './patience.ts'
import { insertStatement } from './postgres-insert.ts'
import { createPostgresReplicas } from './postgres-replicas.ts'
import { sendingAhead } from './postgres-schema.ts'
import { codeOf, createTransactions, PipeliningDialect, uniqueViolation } from './postgres-transactions.ts'
import { keepPlans, prepared } from './prepared.ts'
import type { Schema } from './schema.ts'

const largestPool = 8
const connectTimeoutMilliseconds = 10_000
// https://www.postgresql.org/docs/current/errcodes-appendix.html: disk_full
const diskFull = '53100'
// Sets these advisory locks apart from others' in the same database.
const siteLocks = 7_264
// Kysely's own lock, which its migrator gives back before the end of a transaction that it is given.
const lockSchema = 'select pg_advisory_xact_lock(3853314791062309107)'
const lock = prepared('select pg_advisory_xact_lock($1::int, hashtext(site)) from unnest($2::text[]) as site')

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
    pipeline: true,
    types,
  })
  limitPatience(pool, patience)
  keepPlans(pool)
  // An idle connection that breaks must not end the process; the next query opens a new one.
  pool.on('error', () => undefined)
  const dialect = new PipeliningDialect({ pool })
  const connection = new Kysely<Schema>({ dialect })
  const replicas = createPostgresReplicas(url)
  const transactions = createTransactions(connection)
  return {
    engine: 'postgres',
    sql: connection,
    transaction: (work) => translateErrors(transactions.run(work)),
    changeSchema: (change) =>
      transactions.run(async (transaction) => {
        const send = (statement: CompiledQuery): void => transactions.send(transaction, statement)
        send(CompiledQuery.raw(lockSchema))
        await change(sendingAhead(transaction, { dialect, send }))
      }),
    insertNew: async (transaction, table, rows) => {
      if (rows.length === 0) return 0
      if (!transactions.expectsConflict(transaction)) {
        transactions.send(transaction, insertStatement(table, rows, 'fail'))
        return rows.length
      }
      const { rows: inserted } = await transaction.executeQuery(insertStatement(table, rows, 'leave out'))
      transactions.noteConflicts(rows.length - inserted.length)
      return inserted.length
    },
    copyTo: null,
    lockSites: async (transaction, sites) => {
      // In one order for all, so that no two wait for each other.
      transactions.send(transaction, CompiledQuery.raw(lock, [siteLocks, sites.toSorted()]))
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

async function translateErrors<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (codeOf(error) === diskFull) throw new StorageFullError(error)
    throw error
  }
}
