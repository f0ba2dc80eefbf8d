import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Migrator } from 'kysely/migration'
import { engines } from '../../test/support/databases.ts'
import { embeddedFile, openDatabase } from './database.ts'
import * as ledger from './migrations/0001-ledger.ts'
import { openSqlite } from './sqlite.ts'

const reading = {
  site: 'home',
  id: '00000000-0000-7000-8000-000000000001',
  sequence: 1,
  timestamp: 1,
  source: 'test',
  inverter: 12_345,
  meter: null,
  note: 'kept',
  recorded_at: 1,
  changed_at: 1,
  changed_by: 'test',
  origin: 'api' as const,
  revision: 1,
  withdrawn_at: null,
  sheet_revision: 0,
  sheet_row: null,
}

async function makeEarlierLedger(dataDir: string): Promise<void> {
  const { sql, close } = openSqlite(embeddedFile(dataDir))
  const migrator = new Migrator({ db: sql, provider: { getMigrations: async () => ({ '0001-ledger': ledger }) } })
  const { error } = await migrator.migrateToLatest()
  assert.equal(error, undefined)
  await sql.insertInto('readings').values(reading).execute()
  await close()
}

function makeOldFiles(directory: string, names: string[]): void {
  mkdirSync(directory)
  for (const [index, name] of names.entries()) {
    writeFileSync(join(directory, name), '')
    utimesSync(join(directory, name), index, index)
  }
}

test('an earlier embedded ledger is copied before it is migrated, and of such copies the newest three are kept', async () => {
  const location = await sqliteLocation()
  const backups = join(location.dataDir, 'backups')
  await makeEarlierLedger(location.dataDir)
  const old = ['9', '8', '7'].map((number) => `before-migration-after-${number}.db`)
  makeOldFiles(backups, ['meterbridge-2026-01-01T000000Z.db', ...old])

  const migrated = await openDatabase(location)
  const kept = await migrated.sql.selectFrom('readings').select(['inverter', 'note', 'doubts']).executeTakeFirst()
  assert.deepEqual({ ...kept }, { inverter: 12_345, note: 'kept', doubts: null })
  await migrated.close()
  const copyName = 'before-migration-after-0001-ledger.db'
  assert.deepEqual(readdirSync(backups).sort(), [
    copyName,
    'before-migration-after-7.db',
    'before-migration-after-8.db',
    'meterbridge-2026-01-01T000000Z.db',
  ])

  const copy = openSqlite(join(backups, copyName))
  assert.deepEqual({ ...(await copy.sql.selectFrom('readings').selectAll().executeTakeFirst()) }, reading)
  const tables = await copy.sql.introspection.getTables()
  const names = tables.map(({ name }) => name)
  assert.deepEqual(names.sort(), ['reading_revisions', 'readings', 'sites'])
  await copy.close()

  await (await openDatabase(location)).close()
  assert.equal(readdirSync(backups).length, 4, 'a ledger that is up to date is not copied')
  await location.remove()
})

async function sqliteLocation() {
  const sqlite = engines.find(({ name }) => name === 'sqlite')
  assert.ok(sqlite)
  return await sqlite.createLocation()
}
