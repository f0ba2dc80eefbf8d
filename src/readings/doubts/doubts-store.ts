import type { Connection } from '../../database/engine.ts'
import type { Reading } from '../reading.ts'
import { type Change, readingOf } from '../readings-store.ts'
import { type Doubt, writeDoubts } from './doubt.ts'

const keysPerQuery = 500

/** The live readings at the given instants. */
export async function readingsAtInstants(
  connection: Connection,
  site: string,
  instants: readonly number[],
): Promise<Reading[]> {
  const live = connection.selectFrom('readings').selectAll().where('site', '=', site).where('withdrawn_at', 'is', null)
  return (await inChunks(instants, (some) => live.where('timestamp', 'in', some).execute())).map(readingOf)
}

/** A live reading as far as others at its instant are concerned. */
export type ReadingAtInstant = Pick<Reading, 'id' | 'timestamp' | 'source' | 'inverter' | 'meter'>

/** What the live readings at the given instants say. */
export async function valuesAtInstants(
  connection: Connection,
  site: string,
  instants: readonly number[],
): Promise<ReadingAtInstant[]> {
  return await inChunks(instants, (some) =>
    connection
      .selectFrom('readings')
      .select(['id', 'timestamp', 'source', 'inverter', 'meter'])
      .where('site', '=', site)
      .where('withdrawn_at', 'is', null)
      .where('timestamp', 'in', some)
      .execute(),
  )
}

/** The doubtful readings of a site at the given instants. */
export async function doubtfulAtInstants(
  connection: Connection,
  site: string,
  instants: readonly number[],
): Promise<Reading[]> {
  const find = (some: readonly number[]) => doubtful(connection, site).where('timestamp', 'in', some).execute()
  return (await inChunks(instants, find)).map(readingOf)
}

async function inChunks<Key, Row>(
  keys: readonly Key[],
  find: (some: readonly Key[]) => Promise<readonly Row[]>,
): Promise<Row[]> {
  const found: Row[] = []
  for (let done = 0; done < keys.length; done += keysPerQuery)
    for (const row of await find(keys.slice(done, done + keysPerQuery))) found.push(row)
  return found
}

/** The next doubtful readings of a site in order of time. */
export async function nextDoubtfulReadings(
  connection: Connection,
  site: string,
  { after, limit }: { after: Reading | undefined; limit: number },
): Promise<Reading[]> {
  let query = doubtful(connection, site)
  if (after)
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('timestamp', 'id'), '>', tuple(after.timestamp, after.id)),
    )
  return (await query.orderBy('timestamp').orderBy('id').limit(limit).execute()).map(readingOf)
}

function doubtful(connection: Connection, site: string) {
  return connection
    .selectFrom('readings')
    .selectAll()
    .where('site', '=', site)
    .where('withdrawn_at', 'is', null)
    .where('doubts', 'is not', null)
}

/** Keeps with a reading what speaks against it. */
export async function saveDoubts(connection: Connection, reading: Reading, doubts: readonly Doubt[]): Promise<void> {
  await connection
    .updateTable('readings')
    .set({ doubts: writeDoubts(doubts) })
    .where('site', '=', reading.site)
    .where('id', '=', reading.id)
    .where('revision', '=', reading.revision)
    .execute()
}

/**
 * Ends the doubts of a revision because a person vouches for it, and keeps who did and why.
 *
 * @returns whether it was doubtful still, and not changed meanwhile
 */
export async function saveConfirmation(
  connection: Connection,
  reading: Reading,
  { at, by }: Pick<Change, 'at' | 'by'>,
  note: string,
): Promise<boolean> {
  const { numUpdatedRows } = await connection
    .updateTable('readings')
    .set({ doubts: null })
    .where('site', '=', reading.site)
    .where('id', '=', reading.id)
    .where('revision', '=', reading.revision)
    .where('doubts', 'is not', null)
    .executeTakeFirstOrThrow()
  if (Number(numUpdatedRows) === 0) return false
  const key = { site: reading.site, reading_id: reading.id, revision: reading.revision }
  const word = { at, by, note, doubts: writeDoubts(reading.doubts) ?? '[]' }
  // Whoever judged it in the very moment of the first word may have doubted it again: then the newest word counts.
  await connection
    .insertInto('reading_confirmations')
    .values({ ...key, ...word })
    .onConflict((conflict) => conflict.columns(['site', 'reading_id', 'revision']).doUpdateSet(word))
    .execute()
  return true
}

/** What people vouched for, the first time first. */
export async function confirmationsOf(connection: Connection, sites: readonly string[], readingId: string) {
  return await connection
    .selectFrom('reading_confirmations')
    .selectAll()
    .where('site', 'in', [...sites])
    .where('reading_id', '=', readingId)
    .orderBy('revision')
    .execute()
}

/** The ids of those readings of a site whose present revision a person has vouched for. */
export async function vouchedFor(
  connection: Connection,
  site: string,
  readings: readonly Reading[],
): Promise<Set<string>> {
  const rows = await inChunks(readings, (some) =>
    connection
      .selectFrom('reading_confirmations')
      .select(['reading_id', 'revision'])
      .where('site', '=', site)
      .where(
        'reading_id',
        'in',
        some.map(({ id }) => id),
      )
      .execute(),
  )
  const vouched = new Set(rows.map((row) => `${row.reading_id} ${row.revision}`))
  return new Set(readings.flatMap(({ id, revision }) => (vouched.has(`${id} ${revision}`) ? [id] : [])))
}
