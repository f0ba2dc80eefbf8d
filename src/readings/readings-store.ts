import type { Selectable } from 'kysely'
import type { Connection } from '../database/engine.ts'
import type { Origin, ReadingsTable } from '../database/reading-tables.ts'
import { readDoubts } from './doubts/doubt.ts'
import type { Draft, Reading, ReadingValues } from './reading.ts'

export type ReadingRow = Selectable<ReadingsTable>

/** Who changed a reading, when and from where. */
export interface Change {
  at: number
  by: string
  origin: Origin
}

export interface Revision extends ReadingValues, Change {
  source: string
  withdrawnAt: number | null
}

const keysPerQuery = 500

export function rowOf(draft: Draft, id: string, sequence: number, change: Change): ReadingsTable {
  return {
    site: draft.site,
    id,
    sequence,
    timestamp: draft.timestamp,
    source: draft.source,
    inverter: draft.inverter,
    meter: draft.meter,
    note: draft.note,
    recorded_at: change.at,
    changed_at: change.at,
    changed_by: change.by,
    origin: change.origin,
    revision: 1,
    withdrawn_at: null,
    sheet_revision: 0,
    sheet_row: null,
    doubts: null,
  }
}

export function readingOf(row: ReadingRow): Reading {
  return {
    site: row.site,
    id: row.id,
    timestamp: row.timestamp,
    source: row.source,
    inverter: row.inverter,
    meter: row.meter,
    note: row.note,
    recordedAt: row.recorded_at,
    revision: row.revision,
    withdrawnAt: row.withdrawn_at,
    sheetRevision: row.sheet_revision,
    sheetRow: row.sheet_row,
    doubts: readDoubts(row.doubts),
  }
}

type Key = Pick<ReadingsTable, 'site' | 'source' | 'timestamp'>

/** The readings that stand at the same site, source and instant as the given rows. */
export async function rowsAtKeys(connection: Connection, rows: readonly Key[]): Promise<ReadingRow[]> {
  const bySource = Map.groupBy(rows, (row) => JSON.stringify([row.site, row.source]))
  const byInstant = Map.groupBy(rows, (row) => JSON.stringify([row.site, row.timestamp]))
  const groups = bySource.size <= byInstant.size ? bySource : byInstant
  const found: ReadingRow[] = []
  for (const group of groups.values())
    for (const chunk of chunks(group))
      found.push(
        ...(await connection
          .selectFrom('readings')
          .selectAll()
          .where('withdrawn_at', 'is', null)
          .where('site', '=', chunk[0]?.site ?? '')
          .where('source', 'in', [...new Set(chunk.map((row) => row.source))])
          .where('timestamp', 'in', [...new Set(chunk.map((row) => row.timestamp))])
          .execute()),
      )
  return found
}

/** The readings, withdrawn ones too, that bear the ids of the given rows. */
export async function rowsWithIds(connection: Connection, rows: readonly ReadingsTable[]): Promise<ReadingRow[]> {
  const found: ReadingRow[] = []
  for (const group of Map.groupBy(rows, (row) => row.site).values())
    for (const chunk of chunks(group))
      found.push(
        ...(await connection
          .selectFrom('readings')
          .selectAll()
          .where('site', '=', chunk[0]?.site ?? '')
          .where(
            'id',
            'in',
            chunk.map((row) => row.id),
          )
          .execute()),
      )
  return found
}

/**
 * Writes the next revision of a row and keeps the present one in the history.
 *
 * @returns the new row, or undefined where somebody else changed it meanwhile
 */
export async function revise(
  connection: Connection,
  row: ReadingRow,
  values: Partial<ReadingValues> & { withdrawnAt?: number | null },
  change: Change,
): Promise<ReadingRow | undefined> {
  const next = {
    timestamp: values.timestamp ?? row.timestamp,
    inverter: values.inverter === undefined ? row.inverter : values.inverter,
    meter: values.meter === undefined ? row.meter : values.meter,
    note: values.note === undefined ? row.note : values.note,
    withdrawn_at: values.withdrawnAt === undefined ? row.withdrawn_at : values.withdrawnAt,
    revision: row.revision + 1,
    changed_at: change.at,
    changed_by: change.by,
    origin: change.origin,
  }
  const revised = await connection
    .updateTable('readings')
    .set(next)
    .where('site', '=', row.site)
    .where('id', '=', row.id)
    .where('revision', '=', row.revision)
    .returningAll()
    .executeTakeFirst()
  if (!revised) return undefined
  await connection
    .insertInto('reading_revisions')
    .values({
      site: row.site,
      reading_id: row.id,
      revision: row.revision,
      at: row.changed_at,
      by: row.changed_by,
      origin: row.origin,
      timestamp: row.timestamp,
      source: row.source,
      inverter: row.inverter,
      meter: row.meter,
      note: row.note,
      withdrawn_at: row.withdrawn_at,
    })
    .execute()
  return revised
}

/**
 * The readings that bear an id, withdrawn or not: one as a rule, more where clients gave theirs at several sites. Ids are
 * looked up site by site, as every key begins with the site.
 */
export async function rowsById(connection: Connection, sites: readonly string[], id: string): Promise<ReadingRow[]> {
  if (sites.length === 0) return []
  return await connection
    .selectFrom('readings')
    .selectAll()
    .where('site', 'in', [...sites])
    .where('id', '=', id.toLowerCase())
    .orderBy('site')
    .execute()
}

/** Those of the ids that there are at a site, in the order in which they were recorded. */
export async function rowsOfSite(connection: Connection, site: string, ids: readonly string[]): Promise<ReadingRow[]> {
  return await connection
    .selectFrom('readings')
    .selectAll()
    .where('site', '=', site)
    .where('id', 'in', [...ids])
    .orderBy('sequence')
    .execute()
}

/** Every revision of a reading, the first one first. */
export async function revisionsOf(connection: Connection, row: ReadingRow): Promise<Revision[]> {
  const earlier = await connection
    .selectFrom('reading_revisions')
    .selectAll()
    .where('site', '=', row.site)
    .where('reading_id', '=', row.id)
    .orderBy('revision')
    .execute()
  return [...earlier, { ...row, at: row.changed_at, by: row.changed_by }].map((revision) => ({
    at: revision.at,
    by: revision.by,
    origin: revision.origin,
    timestamp: revision.timestamp,
    source: revision.source,
    inverter: revision.inverter,
    meter: revision.meter,
    note: revision.note,
    withdrawnAt: revision.withdrawn_at,
  }))
}

function chunks<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / keysPerQuery)
  return Array.from({ length: count }, (_, index) => items.slice(index * keysPerQuery, (index + 1) * keysPerQuery))
}

/** Writes something that changes nothing, to see whether anything can be written. */
export async function touch(connection: Connection): Promise<void> {
  await connection.updateTable('sites').set({ site: 'home' }).where('site', '=', 'home').execute()
}
