import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'

export async function up(schema: Kysely<Schema>): Promise<void> {
  await createConnectors(schema)
  await createSubmissions(schema)
  await createAttempts(schema)
  await createDecisions(schema)
}

// A connector's name is unique over all sites, since it is addressed by its name alone.
async function createConnectors(schema: Kysely<Schema>): Promise<void> {
  await schema.schema
    .createTable('connectors')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('definition', 'text', (column) => column.notNull())
    .addColumn('sealed_secrets', 'text', (column) => column.notNull())
    .addColumn('enabled', 'bigint', (column) => column.notNull())
    .addColumn('revision', 'bigint', (column) => column.notNull())
    .addColumn('stopped_code', 'text')
    .addColumn('stopped_detail', 'text')
    .addColumn('lease', 'text')
    .addColumn('lease_expires_at', 'bigint')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .execute()
  await schema.schema.createIndex('connectors_by_site').on('connectors').columns(['site', 'name']).execute()
}

async function createSubmissions(schema: Kysely<Schema>): Promise<void> {
  await schema.schema
    .createTable('submissions')
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('connector', 'text', (column) => column.notNull())
    .addColumn('reading_id', 'text', (column) => column.notNull())
    .addColumn('reading_at', 'bigint', (column) => column.notNull())
    .addColumn('value', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('code', 'text')
    .addColumn('detail', 'text')
    .addColumn('receipt', 'text')
    .addColumn('tries', 'bigint', (column) => column.notNull())
    .addColumn('doubts', 'bigint', (column) => column.notNull())
    .addColumn('doubtful_since', 'bigint')
    .addColumn('asks', 'bigint', (column) => column.notNull())
    .addColumn('accepted_at', 'bigint')
    .addColumn('poll_url', 'text')
    .addColumn('next_attempt_at', 'bigint')
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('submissions_key', ['site', 'id'])
    .execute()
  // At most one that is at the utility or may still get there, whatever two replicas do at the same time.
  await schema.schema
    .createIndex('submissions_once')
    .unique()
    .on('submissions')
    .columns(['site', 'connector', 'reading_id'])
    .where(sql<boolean>`state not in ('rejected', 'failed', 'cancelled')`)
    .execute()
  await schema.schema
    .createIndex('submissions_waiting')
    .on('submissions')
    .columns(['site', 'connector', 'next_attempt_at'])
    .where(sql<boolean>`state in ('queued', 'running', 'committing')`)
    .execute()
  await schema.schema.createIndex('submissions_by_id').on('submissions').column('id').execute()
  await schema.schema
    .createIndex('submissions_by_reading_time')
    .on('submissions')
    .columns(['site', 'connector', 'reading_at'])
    .execute()
}

async function createAttempts(schema: Kysely<Schema>): Promise<void> {
  await schema.schema
    .createTable('submission_attempts')
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('submission_id', 'text', (column) => column.notNull())
    .addColumn('number', 'bigint', (column) => column.notNull())
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('outcome', 'text')
    .addColumn('code', 'text')
    .addColumn('detail', 'text')
    .addColumn('evidence', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('submission_attempts_key', ['site', 'submission_id', 'number'])
    .execute()
}

async function createDecisions(schema: Kysely<Schema>): Promise<void> {
  await schema.schema
    .createTable('submission_decisions')
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('submission_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('decision', 'text', (column) => column.notNull())
    .addColumn('note', 'text')
    .addPrimaryKeyConstraint('submission_decisions_key', ['site', 'submission_id', 'id'])
    .execute()
}
