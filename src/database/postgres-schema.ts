import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  DummyDriver,
  type Kysely,
  PostgresIntrospector,
  sql,
  type TableMetadata,
  Transaction,
} from 'kysely'
import type { InTransaction } from './engine.ts'

/** By the names of Kysely's nodes. */
const unanswered: ReadonlySet<string> = new Set([
  'AlterTableNode',
  'CreateIndexNode',
  'CreateTableNode',
  'DropIndexNode',
  'InsertQueryNode',
  'UpdateQueryNode',
])

interface Sending {
  dialect: Dialect
  /** Waits for nothing; where the statement fails, so does the transaction at its end. */
  send(statement: CompiledQuery): void
}

/** The same transaction for migrations: what answers nothing is sent, and only what answers something is waited for. */
export function sendingAhead(transaction: InTransaction, { dialect, send }: Sending): InTransaction {
  const executor = transaction.getExecutor()
  const connection: DatabaseConnection = {
    executeQuery: async <Row>(statement: CompiledQuery) => {
      if (isAnswered(statement)) return await executor.executeQuery<Row>(statement)
      send(statement)
      return { rows: [] }
    },
    streamQuery: <Row>(statement: CompiledQuery, chunkSize: number) => executor.stream<Row>(statement, chunkSize),
  }
  return new Transaction({
    config: { dialect },
    dialect,
    driver: new DummyDriver(),
    executor: executor.withConnectionProvider({ provideConnection: async (use) => await use(connection) }),
  })
}

function isAnswered({ query }: CompiledQuery): boolean {
  return !unanswered.has(query.kind) || 'returning' in query
}

/** Knows the tables by their names, which is all that migrations ask for: to look up each column takes much longer. */
export class TableNames extends PostgresIntrospector {
  readonly #connection: Kysely<unknown>

  constructor(connection: Kysely<unknown>) {
    super(connection)
    this.#connection = connection
  }

  override async getTables(): Promise<TableMetadata[]> {
    const { rows } = await sql<{ name: string }>`select relname as name from pg_class
      where relkind in ('r', 'p') and relnamespace <> 'pg_catalog'::regnamespace and pg_table_is_visible(oid)`.execute(
      this.#connection,
    )
    return rows.map(({ name }) => ({ name, isView: false, isForeign: false, columns: [] }))
  }
}
