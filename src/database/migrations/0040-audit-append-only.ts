import { type Kysely, PostgresAdapter, sql } from 'kysely'
import type { Schema } from '../schema.ts'

const refusal = 'the audit is only ever added to'

/** The database itself refuses to change what stands in the audit, or to remove it. */
export async function up(schema: Kysely<Schema>): Promise<void> {
  await (schema.getExecutor().adapter instanceof PostgresAdapter ? onPostgres(schema) : onSqlite(schema))
}

async function onSqlite(schema: Kysely<Schema>): Promise<void> {
  for (const change of ['update', 'delete'])
    await sql`create trigger ${sql.ref(`audit_no_${change}`)} before ${sql.raw(change)} on audit_entries
      begin select raise(abort, ${sql.lit(refusal)}); end`.execute(schema)
}

async function onPostgres(schema: Kysely<Schema>): Promise<void> {
  await sql`create function refuse_change_of_audit() returns trigger language plpgsql as
    ${sql.lit(`begin raise exception '${refusal}'; end`)}`.execute(schema)
  await sql`create trigger audit_append_only before update or delete or truncate on audit_entries
    for each statement execute function refuse_change_of_audit()`.execute(schema)
}
