import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import { embeddedFile, openDatabase } from '../src/database/database.ts'
import { type DatabaseLocation, engines } from '../test/support/databases.ts'
import type { Engine } from './contenders.ts'

/** A file of readings goes into the ledger's own table and indexes by the engine's own statement; rows per second. */
export const insertFromFile: Readonly<Record<Engine, (rows: number) => Promise<number>>> = {
  sqlite: (rows) => atLedger('sqlite', rows, fromAttachedFile),
  postgres: (rows) => atLedger('postgres', rows, fromCopiedFile),
}

const columns =
  'site, id, sequence, timestamp, source, inverter, meter, recorded_at, changed_at, changed_by, origin, revision, sheet_revision'

function rowsOf(numbers: string): string {
  return `select 'home' as site, '01234567-89ab-7def-8123-' || (100000000000 + n) as id, n as sequence,
    978307200000 + n * cast(60000 as bigint) as timestamp, 'bench' as source, 10000000 + n as inverter, 20000000 + 2 * n as meter,
    1800000000000 as recorded_at, 1800000000000 as changed_at, 'bench' as changed_by, 'api' as origin, 1 as revision,
    0 as sheet_revision from ${numbers}`
}

async function atLedger(
  engine: Engine,
  rows: number,
  insert: (location: DatabaseLocation, rows: number) => number | Promise<number>,
): Promise<number> {
  const location = await engines.find(({ name }) => name === engine)?.createLocation()
  if (!location) throw new Error(`unknown engine ${engine}`)
  try {
    const database = await openDatabase(location)
    await database.close()
    return (rows * 1000) / (await insert(location, rows))
  } finally {
    await location.remove()
  }
}

function fromAttachedFile({ dataDir }: DatabaseLocation, rows: number): number {
  const ledger = new DatabaseSync(embeddedFile(dataDir))
  ledger.exec(`pragma synchronous = full; attach '${join(dataDir, 'rows.db')}' as file`)
  ledger.exec(
    `create table file.rows as with recursive numbers (n) as
      (select 1 union all select n + 1 from numbers where n < ${rows}) ${rowsOf('numbers')}`,
  )
  const begin = performance.now()
  ledger.exec(`insert into readings (${columns}) select ${columns} from file.rows`)
  const milliseconds = performance.now() - begin
  ledger.close()
  return milliseconds
}

async function fromCopiedFile({ databaseUrl }: DatabaseLocation, rows: number): Promise<number> {
  // Written and read by the server itself.
  const file = join(tmpdir(), `meterbridge-bench-${process.pid}.copy`)
  const client = new pg.Client({ connectionString: databaseUrl?.reveal() })
  await client.connect()
  try {
    const numbers = `generate_series(1, ${rows}) as numbers (n)`
    await client.query(`copy (${rowsOf(numbers)}) to '${file}'`)
    const begin = performance.now()
    await client.query(`copy readings (${columns}) from '${file}'`)
    return performance.now() - begin
  } finally {
    await client.end()
    rmSync(file, { force: true })
  }
}
