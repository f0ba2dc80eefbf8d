import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { engines } from '../../test/support/databases.ts'

const postgres = engines[1]!

test('a change of the schema that fails is undone and fails with the error of its own statement', async (context) => {
  const database = await postgres.open()
  context.after(() => database.close())
  const isThere = async (table: string): Promise<boolean> => {
    const tables = await database.sql.introspection.getTables()
    return tables.some(({ name }) => name === table)
  }
  const twice = database.changeSchema(async ({ schema }) => {
    for (const name of ['added', 'sites', 'never']) await schema.createTable(name).addColumn('site', 'text').execute()
  })
  await assert.rejects(twice, { code: '42P07' })
  assert.deepEqual([await isThere('sites'), await isThere('added')], [true, false])

  const doubled = database.changeSchema(async (transaction) => {
    const row = { name: 'Home', time_zone: 'UTC' }
    await transaction
      .insertInto('sites')
      .values([
        { site: 'a', ...row },
        { site: 'b', ...row },
      ])
      .execute()
    await transaction.schema.createIndex('sites_by_name').unique().on('sites').column('name').execute()
  })
  await assert.rejects(doubled, { code: '23505' })
  assert.deepEqual(await database.sql.selectFrom('sites').selectAll().execute(), [])
})

test('a change of the schema may read what it has changed', async (context) => {
  const database = await postgres.open()
  context.after(() => database.close())
  await database.changeSchema(async (transaction) => {
    await transaction.schema.alterTable('sites').addColumn('colour', 'text').execute()
    const row = { site: 'a', name: 'A', time_zone: 'UTC' }
    const inserted = await transaction.insertInto('sites').values(row).returning('site').execute()
    assert.deepEqual(inserted, [{ site: 'a' }])
    const { rows } = await sql<{ colour: string | null }>`select colour from sites`.execute(transaction)
    assert.deepEqual(rows, [{ colour: null }])
  })
})
