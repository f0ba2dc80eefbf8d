import { backup, DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  SqliteAdapter,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely'
import { checkCopy } from './copy-check.ts'
import { type Database, StorageFullError, StorageUnavailableError } from './engine.ts'
import { createNoReplicas } from './replicas.ts'
import type { Schema } from './schema.ts'

const cachedStatements = 200
const busyTimeoutMilliseconds = 10_000
// SQLITE_FULL, and not SQLITE_IOERR_WRITE, as which a read-only or broken disk shows; SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_PRIMARYKEY: https://www.sqlite.org/rescode.html
const fullCode = 13
// SQLITE_BUSY, SQLITE_READONLY, SQLITE_IOERR, SQLITE_CANTOPEN: the low byte of whatever is more exact.
const unavailableCodes = new Set([5, 8, 10, 14])
const uniqueCodes = new Set([2067, 1555])
// 16 MB: the same few pages at the end of each index are written by every commit, and by a checkpoint only once.
const pagesPerCheckpoint = 4000
// Chunks of powers of two, so that any number of rows needs only nine prepared statements.
const largestChunk = 256
const unlocked = Promise.resolve()

/** Opens an SQLite file in WAL mode; a commit is on disk (`synchronous=FULL`) when its promise resolves. */
export function openSqlite(file: string): Database {
  const engine = new DatabaseSync(file, { timeout: busyTimeoutMilliseconds })
  engine.exec(
    'pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma temp_store = memory; ' +
      `pragma wal_autocheckpoint = ${pagesPerCheckpoint}`,
  )
  const statements = createStatementCache(engine)
  const config: SqliteDialectConfig = {
    database: { close: () => engine.close(), prepare: (sql) => statements(sql) },
  }
  const dialect = new SqliteDialect(config)
  const sql = new Kysely<Schema>({
    dialect: {
      createAdapter: () => new TransactionalDdlAdapter(),
      createDriver: () => new ImmediateDriver(config, engine),
      createIntrospector: (connection) => dialect.createIntrospector(connection),
      createQueryCompiler: () => dialect.createQueryCompiler(),
    },
  })
  return {
    engine: 'sqlite',
    sql,
    transaction: (work) => sql.transaction().execute(work),
    changeSchema: (change) => sql.transaction().execute(change),
    insertNew: async (_transaction, table, rows) => insertChunks(statements, table, rows),
    lockSites: () => unlocked,
    isUniqueViolation: (error) =>
      error instanceof Error && 'errcode' in error && uniqueCodes.has(Number(error.errcode)),
    copyTo: (copy, show) => copyTo(file, copy, show),
    replicas: createNoReplicas(),
    isDistributed: async () => false,
    close: () => sql.destroy(),
  }
}

const pagesPerStep = 500

type Show = (done: number, total: number) => void

// On a connection of its own that holds one reading of the whole: beside an open transaction of the same connection, or
// where another one writes in between, SQLite's copy fails or begins anew.
async function copyTo(source: string, file: string, show?: Show): Promise<void> {
  const reader = new DatabaseSync(source, { readOnly: true, timeout: busyTimeoutMilliseconds })
  const progress = ({ totalPages, remainingPages }: { totalPages: number; remainingPages: number }): void =>
    show?.(totalPages - remainingPages, totalPages)
  try {
    reader.exec('begin; select count(*) from sqlite_schema')
    await backup(reader, file, { rate: pagesPerStep, progress })
  } catch (error) {
    throw translated(error)
  } finally {
    reader.close()
  }
  await checkCopy(file)
}

// A write transaction that begins as a reader may find itself unable to become a writer; `immediate` waits its turn.
class ImmediateDriver extends SqliteDriver {
  readonly #engine: DatabaseSync

  constructor(config: SqliteDialectConfig, engine: DatabaseSync) {
    super(config)
    this.#engine = engine
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }

  // A full disk ends the transaction by itself; undoing it again would fail and hide why.
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#engine.isTransaction) await super.rollbackTransaction(connection)
  }
}

class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

type Statements = (sql: string) => SqliteStatement

function createStatementCache(engine: DatabaseSync): Statements {
  const cache = new Map<string, SqliteStatement>()
  return (sql) => {
    const known = cache.get(sql)
    if (known) {
      cache.delete(sql)
      cache.set(sql, known)
      return known
    }
    const statement = kyselyStatement(engine.prepare(sql))
    cache.set(sql, statement)
    if (cache.size > cachedStatements) cache.delete(cache.keys().next().value ?? '')
    return statement
  }
}

function kyselyStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => translateErrors(() => statement.all(...(parameters as SQLInputValue[]))),
    run: (parameters) => translateErrors(() => statement.run(...(parameters as SQLInputValue[]))),
    iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
  }
}

function translateErrors<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw translated(error)
  }
}

function translated(error: unknown): unknown {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0
  if (code === fullCode) return new StorageFullError(error)
  return unavailableCodes.has(code & 0xff) ? new StorageUnavailableError(error) : error
}

function insertChunks(statements: Statements, table: string, rows: readonly object[]): number {
  const [first] = rows
  if (!first) return 0
  const columns = Object.keys(first)
  const tuple = `(${columns.map(() => '?').join(',')})`
  let inserted = 0
  let done = 0
  for (let size = largestChunk; done < rows.length; ) {
    if (size > rows.length - done) {
      size /= 2
      continue
    }
    const statement = statements(
      `insert into ${table} (${columns.join(',')}) values ${Array(size).fill(tuple).join(',')} on conflict do nothing`,
    )
    const values = rows.slice(done, done + size).flatMap((row) => Object.values(row) as SQLInputValue[])
    inserted += Number(statement.run(values).changes)
    done += size
  }
  return inserted
}
