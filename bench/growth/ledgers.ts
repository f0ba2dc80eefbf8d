import { sql } from 'kysely'
import { openDatabase } from '../../src/database/database.ts'
import type { Connection, Database } from '../../src/database/engine.ts'
import type { DatabaseLocation, engines } from '../../test/support/databases.ts'

/** A ledger of the site `home`: the same last weeks whatever its size, and before them a history as long as wanted. */
export interface Ledger {
  location: DatabaseLocation
  /** How many readings its history holds. */
  older: number
  /** An instant of its history, in milliseconds, and what the counter shows there, in thousandths. */
  valueAt(instant: number): number
}

const minute = 60_000
const day = 24 * 60 * minute
export const historyBegins = Date.UTC(2001, 0, 1)
const recentDays = 100
const recentEvery = 5 * minute
const rowsPerStatement = 500_000
/** Thousandths from one reading to the next. */
const rise = 10

/** Where the last weeks begin, the same for every ledger that is made today. */
export function recentBegins(now: number): number {
  return Math.floor(now / day) * day - recentDays * day
}

export async function makeLedger(engine: (typeof engines)[number], older: number, now: number): Promise<Ledger> {
  const location = await engine.createLocation()
  const database = await openDatabase(location)
  const recentFrom = recentBegins(now)
  const recent = Math.floor((now - recentFrom) / recentEvery)
  const every = older === 0 ? 0 : Math.floor((recentFrom - historyBegins) / older)
  try {
    await database.sql.insertInto('sites').values({ site: 'home', name: 'Home', time_zone: 'UTC' }).execute()
    await fill(database, { first: 0, count: older, from: historyBegins, every })
    await fill(database, { first: older, count: recent, from: recentFrom, every: recentEvery })
    // What autovacuum does by itself, sooner or later.
    if (database.engine === 'postgres') await sql`vacuum (analyze) readings`.execute(database.sql)
  } finally {
    await database.close()
  }
  return {
    location,
    older,
    valueAt: (instant) => (every === 0 ? 0 : Math.floor((instant - historyBegins) / every) * rise),
  }
}

interface Stretch {
  /** The number of its first reading. */
  first: number
  count: number
  from: number
  every: number
}

async function fill({ engine, sql: connection }: Database, { first, count, from, every }: Stretch): Promise<void> {
  for (let done = 0; done < count; done += rowsPerStatement) {
    const last = Math.min(count, done + rowsPerStatement) - 1
    await insertNumbers(connection, {
      source: numbersOf[engine](done, last),
      id: idOf[engine](first),
      first,
      from,
      every,
    })
  }
}

interface Numbers extends Omit<Stretch, 'count'> {
  source: string
  id: string
}

async function insertNumbers(connection: Connection, { source, id, first, from, every }: Numbers): Promise<void> {
  const columns =
    'site, id, sequence, timestamp, source, inverter, meter, recorded_at, changed_at, changed_by, origin, revision, sheet_revision'
  const at = `${from} + n * ${every}`
  const number = `(${first} + n)`
  await sql
    .raw(
      `insert into readings (${columns})
       select 'home', ${id}, ${number}, ${at}, 'bench', ${number} * ${rise}, ${number} * ${rise}, ${at}, ${at}, 'bench',
       'import', 1, 0 from ${source}`,
    )
    .execute(connection)
}

const numbersOf = {
  sqlite: (from: number, to: number) =>
    `(with recursive numbers (n) as (select ${from} union all select n + 1 from numbers where n < ${to}) select n from numbers)`,
  postgres: (from: number, to: number) => `generate_series(${from}::bigint, ${to}::bigint) as numbers (n)`,
}

// Ids that grow with the order of recording, as the service's own do.
const idOf = {
  sqlite: (first: number) =>
    `printf('%08x-%04x-7000-8000-%012x', (${first} + n) >> 16, (${first} + n) & 65535, ${first} + n)`,
  postgres: (first: number) =>
    `lpad(to_hex((${first} + n) >> 16), 8, '0') || '-' || lpad(to_hex((${first} + n) & 65535), 4, '0') || '-7000-8000-' || lpad(to_hex(${first} + n), 12, '0')`,
}
