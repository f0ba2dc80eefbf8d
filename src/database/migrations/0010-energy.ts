import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'

export async function up(schema: Kysely<Schema>): Promise<void> {
  await schema.schema.alterTable('readings').addColumn('doubts', 'text').execute()
  await carryValuesInIndexes(schema)
  await schema.schema
    .createIndex('readings_doubtful')
    .on('readings')
    .columns(['site', 'timestamp', 'id'])
    .where(sql<boolean>`doubts is not null and withdrawn_at is null`)
    .execute()
  await schema.schema
    .createTable('reading_confirmations')
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('reading_id', 'text', (column) => column.notNull())
    .addColumn('revision', 'bigint', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('note', 'text', (column) => column.notNull())
    .addColumn('doubts', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('reading_confirmations_key', ['site', 'reading_id', 'revision'])
    .execute()
  await schema.schema
    .createTable('meter_changes')
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('counter', 'text', (column) => column.notNull())
    .addColumn('timestamp', 'bigint', (column) => column.notNull())
    .addColumn('final', 'bigint', (column) => column.notNull())
    .addColumn('initial', 'bigint', (column) => column.notNull())
    .addColumn('note', 'text')
    .addColumn('recorded_at', 'bigint', (column) => column.notNull())
    .addColumn('recorded_by', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('meter_changes_key', ['site', 'id'])
    .addUniqueConstraint('meter_changes_once', ['site', 'counter', 'timestamp'])
    .execute()
}

// Looking up a counter's value at an instant then reads nothing but its index.
async function carryValuesInIndexes(schema: Kysely<Schema>): Promise<void> {
  for (const counter of ['inverter', 'meter'] as const) {
    await schema.schema.dropIndex(`readings_${counter}`).execute()
    await schema.schema
      .createIndex(`readings_${counter}`)
      .on('readings')
      .columns(['site', 'timestamp', counter])
      .where(sql<boolean>`withdrawn_at is null and ${sql.ref(counter)} is not null`)
      .execute()
  }
}
