import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'

export async function up(schema: Kysely<Schema>): Promise<void> {
  await schema.schema
    .createTable('sites')
    .addColumn('site', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('time_zone', 'text', (column) => column.notNull())
    .addColumn('sheet_id', 'text')
    .addColumn('sheet_tab', 'text')
    .addColumn('meter_digits', 'bigint')
    .addColumn('meter_max_per_day', 'bigint')
    .addColumn('inverter_max_per_day', 'bigint')
    .addColumn('expect_every_hours', 'bigint')
    .execute()
  await schema.schema
    .createTable('readings')
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('sequence', 'bigint', (column) => column.notNull())
    .addColumn('timestamp', 'bigint', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('inverter', 'bigint')
    .addColumn('meter', 'bigint')
    .addColumn('note', 'text')
    .addColumn('recorded_at', 'bigint', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .addColumn('changed_by', 'text', (column) => column.notNull())
    .addColumn('origin', 'text', (column) => column.notNull())
    .addColumn('revision', 'bigint', (column) => column.notNull())
    .addColumn('withdrawn_at', 'bigint')
    .addColumn('sheet_revision', 'bigint', (column) => column.notNull())
    .addColumn('sheet_row', 'bigint')
    .addPrimaryKeyConstraint('readings_key', ['site', 'id'])
    .execute()
  await createReadingIndexes(schema)
  await schema.schema
    .createTable('reading_revisions')
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('reading_id', 'text', (column) => column.notNull())
    .addColumn('revision', 'bigint', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('origin', 'text', (column) => column.notNull())
    .addColumn('timestamp', 'bigint', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('inverter', 'bigint')
    .addColumn('meter', 'bigint')
    .addColumn('note', 'text')
    .addColumn('withdrawn_at', 'bigint')
    .addPrimaryKeyConstraint('reading_revisions_key', ['site', 'reading_id', 'revision'])
    .execute()
}

async function createReadingIndexes(schema: Kysely<Schema>): Promise<void> {
  // A withdrawn reading leaves its place free: it may be recorded anew.
  await schema.schema
    .createIndex('readings_unique')
    .unique()
    .on('readings')
    .columns(['site', 'source', 'timestamp'])
    .where(sql<boolean>`withdrawn_at is null`)
    .execute()
  await schema.schema
    .createIndex('readings_by_time')
    .on('readings')
    .columns(['site', 'timestamp'])
    .where(sql<boolean>`withdrawn_at is null`)
    .execute()
  await schema.schema
    .createIndex('readings_inverter')
    .on('readings')
    .columns(['site', 'timestamp'])
    .where(sql<boolean>`withdrawn_at is null and inverter is not null`)
    .execute()
  await schema.schema
    .createIndex('readings_meter')
    .on('readings')
    .columns(['site', 'timestamp'])
    .where(sql<boolean>`withdrawn_at is null and meter is not null`)
    .execute()
  await schema.schema
    .createIndex('readings_not_in_sheet')
    .on('readings')
    .columns(['site', 'sequence'])
    .where(sql<boolean>`sheet_revision < revision`)
    .execute()
}
