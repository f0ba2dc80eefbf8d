import { sql } from 'kysely'
import type { Connection } from '../database/engine.ts'
import type { ReadingRow } from './readings-store.ts'

export interface Selection {
  site: string
  from: number | undefined
  to: number | undefined
  source: string | undefined
  /** Only those that may be wrong, or only those that nobody doubts. */
  isDoubtful?: boolean | undefined
  /** Only those that the sheet shows as they are, or only those that wait for it. */
  sheet?: 'written' | 'pending' | undefined
}

/** A place in the list of readings. */
export interface Cursor {
  timestamp: number
  id: string
}

export interface Page {
  cursor: Cursor | undefined
  limit: number
  order: 'asc' | 'desc'
}

/** The newest reading of a site, and the newest that holds each counter. */
export async function latestRows(
  connection: Connection,
  site: string,
): Promise<{ newest: ReadingRow | undefined; inverter: ReadingRow | undefined; meter: ReadingRow | undefined }> {
  const live = connection.selectFrom('readings').selectAll().where('site', '=', site).where('withdrawn_at', 'is', null)
  const newest = await live.orderBy('timestamp', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst()
  const newestWith = async (counter: 'inverter' | 'meter'): Promise<ReadingRow | undefined> =>
    newest && newest[counter] === null
      ? await live.where(counter, 'is not', null).orderBy('timestamp', 'desc').limit(1).executeTakeFirst()
      : newest
  return { newest, inverter: await newestWith('inverter'), meter: await newestWith('meter') }
}

/** Live readings in order of time that come after the cursor. */
export async function pageOfRows(
  connection: Connection,
  { site, from, to, source, isDoubtful, sheet }: Selection,
  { cursor, limit, order }: Page,
): Promise<ReadingRow[]> {
  let query = connection.selectFrom('readings').selectAll().where('site', '=', site).where('withdrawn_at', 'is', null)
  if (from !== undefined) query = query.where('timestamp', '>=', from)
  if (to !== undefined) query = query.where('timestamp', '<', to)
  if (source !== undefined) query = query.where('source', '=', source)
  if (isDoubtful !== undefined) query = query.where('doubts', isDoubtful ? 'is not' : 'is', null)
  if (sheet !== undefined) query = query.whereRef('sheet_revision', sheet === 'written' ? '=' : '<', 'revision')
  if (cursor) {
    const place = sql`(${cursor.timestamp}, ${cursor.id})`
    query = query.where(
      order === 'desc' ? sql<boolean>`(timestamp, id) < ${place}` : sql<boolean>`(timestamp, id) > ${place}`,
    )
  }
  return await query.orderBy('timestamp', order).orderBy('id', order).limit(limit).execute()
}

/** How many readings there are that nobody has withdrawn, of all sites. */
export async function countReadings(connection: Connection): Promise<number> {
  const { count } = await connection
    .selectFrom('readings')
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .where('withdrawn_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}
