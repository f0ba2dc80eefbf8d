import type { Insertable, Kysely, Transaction } from 'kysely'
import type { Replicas } from './replicas.ts'
import type { Schema } from './schema.ts'

export type Connection = Kysely<Schema>
export type InTransaction = Transaction<Schema>

const splitBySite = new WeakSet<object>()

/** Says of the database behind a connection that its readings are spread over machines by their site. */
export function markSplitBySite(connection: Connection): void {
  splitBySite.add(connection.getExecutor().adapter)
}

/** Whether a statement about readings has to name one site: other statements no single machine could answer. */
export function isSplitBySite(connection: Connection): boolean {
  return splitBySite.has(connection.getExecutor().adapter)
}

/** Thrown by the engine when there is no room: the write did not happen and may be tried again later. */
export class StorageFullError extends Error {
  constructor(cause: unknown) {
    super('the disk is full', { cause })
    this.name = 'StorageFullError'
  }
}

/** Thrown by the engine when the files cannot be used: the disk is read-only or broken, or another process holds them. */
export class StorageUnavailableError extends Error {
  constructor(cause: unknown) {
    super('the database cannot be used at the moment', { cause })
    this.name = 'StorageUnavailableError'
  }
}

/**
 * One of the two engines behind one SQL. Whatever differs between them stands here as a fact or a function, so that
 * no store asks which engine it runs on.
 *
 * Inside `transaction` only the given transaction may be used: SQLite has one connection, and a query beside it would
 * wait for ever.
 */
export interface Database {
  engine: 'sqlite' | 'postgres'
  sql: Connection
  /** Runs `work` atomically, perhaps more than once; durable on disk when the promise resolves. */
  transaction<T>(work: (transaction: InTransaction) => Promise<T>): Promise<T>
  /** A transaction for migrations; another process that changes the schema meanwhile waits for its end. */
  changeSchema(change: (transaction: InTransaction) => Promise<void>): Promise<void>
  /**
   * Inserts many rows at once and leaves out those that break a unique key. All rows list the same columns in the same
   * order. Returns how many were inserted.
   */
  insertNew<T extends keyof Schema & string>(
    transaction: InTransaction,
    table: T,
    rows: readonly Insertable<Schema[T]>[],
  ): Promise<number>
  /**
   * Until the transaction ends, no other process records anything at these sites. SQLite has one writer at a time as it
   * is.
   */
  lockSites(transaction: InTransaction, sites: readonly string[]): Promise<void>
  /** Whether a write failed because a unique key was taken. */
  isUniqueViolation(error: unknown): boolean
  /**
   * Writes a copy of the whole database to a new file while others go on, and checks it. Null where the engine's own
   * tools do that. @throws Error where the copy is not whole
   */
  copyTo: ((file: string, show?: (done: number, total: number) => void) => Promise<void>) | null
  /** The processes that share it. */
  replicas: Replicas
  /** Whether the database spreads its tables over machines (docs/scaling.md). */
  isDistributed(): Promise<boolean>
  close(): Promise<void>
}
