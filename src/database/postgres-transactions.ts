import {
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Driver,
  type Kysely,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
} from 'kysely'
import type { Connection, InTransaction } from './engine.ts'
import { TableNames } from './postgres-schema.ts'

// https://www.postgresql.org/docs/current/errcodes-appendix.html
export const uniqueViolation = '23505'
// deadlock_detected, serialization_failure: PostgreSQL undid the transaction, which may simply run again.
const undoneByOthers = new Set(['40P01', '40001'])
const mostRuns = 5

/** One try of a transaction. */
interface Run {
  connection: DatabaseConnection
  expectsConflict: boolean
  /** Of a statement whose answer nobody awaited. */
  failure: unknown
}

/** Transactions that need not wait for each answer before the next statement is sent. */
export interface Transactions {
  run<T>(work: (transaction: InTransaction) => Promise<T>): Promise<T>
  /** Sends a statement and waits for nothing; where it fails, the transaction fails with its error at the end. */
  send(transaction: InTransaction, statement: CompiledQuery): void
  /**
   * Whether rows that are there already are to be expected. Where they are not, whoever sends an insert may let it fail
   * by them: the transaction is undone, and runs again expecting them.
   */
  expectsConflict(transaction: InTransaction): boolean
  noteConflicts(count: number): void
}

export function createTransactions(sql: Connection): Transactions {
  const runs = new WeakMap<InTransaction, Run>()
  let isConflictLikely = false

  const attempt = async <T>(
    run: Omit<Run, 'connection'>,
    work: (transaction: InTransaction) => Promise<T>,
  ): Promise<T> =>
    await sql.transaction().execute(async (transaction) => {
      // Kysely lends it for one answer at a time.
      await transaction.getExecutor().provideConnection(async (connection) => {
        runs.set(transaction, Object.assign(run, { connection }))
      })
      return await work(transaction)
    })
  const runOf = (transaction: InTransaction): Run => {
    const run = runs.get(transaction)
    if (!run) throw new Error('a transaction was begun elsewhere')
    return run
  }
  return {
    run: async (work) => {
      let expectsConflict = isConflictLikely
      for (let tries = 1; ; tries++) {
        const run = { expectsConflict, failure: undefined }
        try {
          return await attempt(run, work)
        } catch (error) {
          const cause = run.failure ?? error
          const isConflict = !expectsConflict && run.failure !== undefined && codeOf(cause) === uniqueViolation
          if (!isConflict && (tries === mostRuns || !undoneByOthers.has(codeOf(cause)))) throw cause
          expectsConflict ||= isConflict
        }
      }
    },
    send: (transaction, statement) => {
      const run = runOf(transaction)
      run.connection.executeQuery(statement).catch((error: unknown) => {
        run.failure ??= error
      })
    },
    expectsConflict: (transaction) => runOf(transaction).expectsConflict,
    noteConflicts: (count) => {
      isConflictLikely = count > 0
    },
  }
}

export class PipeliningDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig

  constructor(config: PostgresDialectConfig) {
    super(config)
    this.#config = config
  }

  override createDriver(): Driver {
    return new PipeliningDriver(this.#config)
  }

  override createIntrospector(connection: Kysely<unknown>): DatabaseIntrospector {
    return new TableNames(connection)
  }
}

class PipeliningDriver extends PostgresDriver {
  // Goes with the first statement: a connection on which it failed is broken, and that one fails as well.
  override async beginTransaction(...parameters: Parameters<PostgresDriver['beginTransaction']>): Promise<void> {
    super.beginTransaction(...parameters).catch(() => undefined)
  }
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
