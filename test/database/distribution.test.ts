import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import type { Database } from '../../src/database/engine.ts'
import { engines } from '../support/databases.ts'

const script = readFileSync(new URL('../../deploy/citus.sql', import.meta.url), 'utf8')
const namedBy = (call: string): string[] =>
  [...script.matchAll(new RegExp(`^select ${call}\\('(\\w+)'`, 'gm'))].map(([, table = '']) => table).toSorted()
const distributed = namedBy('create_distributed_table')
const copied = namedBy('create_reference_table')
/** With a site, and few: asked for over all sites at once, so they stay together. */
const kept = ['alert_deliveries', 'alerts', 'sheet_mirrors', 'sheet_words']
/** Addressed by its name alone, which is therefore unique over all sites. */
const uniqueOverAllSites = ['connectors_pkey']

interface Key {
  table: string
  name: string
  columns: string[]
}

describe('the schema on PostgreSQL can be distributed by site', () => {
  let database: Database
  before(async () => {
    const postgres = engines.find(({ name }) => name === 'postgres') ?? assert.fail('no engine')
    database = await postgres.open()
  })
  after(() => database.close())

  const tablesWithSite = async (): Promise<string[]> => {
    const { rows } = await sql<{ table: string }>`
      select relname as table from pg_class join pg_attribute on attrelid = pg_class.oid
      where relkind = 'r' and relnamespace = 'public'::regnamespace and attname = 'site' and not attisdropped
      order by relname`.execute(database.sql)
    return rows.map(({ table }) => table)
  }
  /** Unique keys, primary ones among them, and both ends of foreign keys. */
  const keys = async (): Promise<Key[]> => {
    const { rows } = await sql<Key>`
      select held.relname as table, index.relname as name, array_agg(attname::text) as columns
      from pg_index join pg_class held on held.oid = indrelid join pg_class index on index.oid = indexrelid
        join pg_attribute on attrelid = indrelid and attnum = any (indkey::int2[])
      where indisunique and held.relnamespace = 'public'::regnamespace group by 1, 2
      union all
      select side::regclass::text, conname, array_agg(attname::text)
      from pg_constraint cross join lateral (values (conrelid, conkey), (confrelid, confkey)) as ends (side, numbers)
        join pg_attribute on attrelid = side and attnum = any (numbers)
      where contype = 'f' group by 1, 2`.execute(database.sql)
    return rows
  }
  const withoutSite = async (): Promise<string[]> => {
    const bound = await tablesWithSite()
    return (await keys())
      .filter(
        ({ table, name, columns }) =>
          bound.includes(table) && !columns.includes('site') && !uniqueOverAllSites.includes(name),
      )
      .map(({ table, name }) => `${table}: ${name}`)
  }

  test('every table with a site has its place in deploy/citus.sql, or is known to stay on the coordinator', async () => {
    assert.deepEqual(await tablesWithSite(), [...distributed, ...copied, ...kept].toSorted())
  })

  test('every unique key and every foreign key of such a table holds the site', async () => {
    assert.ok((await keys()).some(({ table, columns }) => table === 'readings' && columns.includes('source')))
    assert.deepEqual(await withoutSite(), [])
  })

  test('a key that leaves the site out would be found', async () => {
    await sql`create unique index careless on readings (source, timestamp)`.execute(database.sql)
    await sql`create table careful (site text, id text, primary key (site, id))`.execute(database.sql)
    await sql`create table careless_child (site text, parent text unique, foreign key (site, parent) references careful)`.execute(
      database.sql,
    )
    assert.deepEqual((await withoutSite()).toSorted(), [
      'careless_child: careless_child_parent_key',
      'readings: careless',
    ])
  })
})
