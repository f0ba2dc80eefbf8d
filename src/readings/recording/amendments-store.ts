import type { InTransaction } from '../../database/engine.ts'
import type { ReadingsTable } from '../../database/reading-tables.ts'
import type { Change, ReadingRow } from '../readings-store.ts'
import type { AmendedValues, Amendment } from './amendment.ts'

/** The rows with these ids, withdrawn ones too. */
export async function rowsToAmend(connection: InTransaction, site: string, ids: string[]): Promise<ReadingRow[]> {
  return await connection.selectFrom('readings').selectAll().where('site', '=', site).where('id', 'in', ids).execute()
}

/** The live rows that stand at one of the given places. */
export async function rowsInTheWay(
  connection: InTransaction,
  site: string,
  places: readonly AmendedValues[],
): Promise<ReadingRow[]> {
  if (places.length === 0) return []
  return await connection
    .selectFrom('readings')
    .selectAll()
    .where('site', '=', site)
    .where('withdrawn_at', 'is', null)
    .where(
      'source',
      'in',
      places.map(({ source }) => source),
    )
    .where(
      'timestamp',
      'in',
      places.map(({ timestamp }) => timestamp),
    )
    .execute()
}

/** Frees the places of rows that are about to move, so that two may change places. */
export async function leavePlaces(connection: InTransaction, site: string, ids: string[], at: number): Promise<void> {
  if (ids.length === 0) return
  await connection
    .updateTable('readings')
    .set({ withdrawn_at: at })
    .where('site', '=', site)
    .where('id', 'in', ids)
    .where('withdrawn_at', 'is', null)
    .execute()
}

/** Writes what counts as the newest revision, and what was outdone as the one before it. */
export async function writeAmendment(
  connection: InTransaction,
  row: ReadingRow,
  { outdone, values, isShown, sheetRow }: Amendment,
  change: Change,
): Promise<ReadingRow | undefined> {
  const revision = row.revision + (outdone ? 2 : 1)
  // Who changed the reading last is who changed it back.
  const last: Change = outdone ? { at: change.at, by: row.changed_by, origin: row.origin } : change
  const revised = await connection
    .updateTable('readings')
    .set({
      ...columnsOf(values),
      revision,
      changed_at: last.at,
      changed_by: last.by,
      origin: last.origin,
      sheet_row: sheetRow,
      ...sheetRevision(revision, isShown, sheetRow),
    })
    .where('site', '=', row.site)
    .where('id', '=', row.id)
    .where('revision', '=', row.revision)
    .returningAll()
    .executeTakeFirst()
  if (!revised) return undefined
  const key = { site: row.site, reading_id: row.id }
  const present: Change = { at: row.changed_at, by: row.changed_by, origin: row.origin }
  const presentValues = columnsOf({ ...row, withdrawnAt: row.withdrawn_at })
  const earlier = [
    { ...key, revision: row.revision, ...present, ...presentValues },
    ...(outdone ? [{ ...key, revision: row.revision + 1, ...change, ...columnsOf(outdone) }] : []),
  ]
  await connection.insertInto('reading_revisions').values(earlier).execute()
  return revised
}

/** Where the sheet shows something else, it is still known to show what it was last given, if it has a row. */
function sheetRevision(revision: number, isShown: boolean, sheetRow: number | null): { sheet_revision?: number } {
  if (isShown) return { sheet_revision: revision }
  return sheetRow === null ? { sheet_revision: 0 } : {}
}

function columnsOf({ withdrawnAt, timestamp, inverter, meter, source, note }: AmendedValues) {
  return { timestamp, inverter, meter, source, note, withdrawn_at: withdrawnAt } satisfies Partial<ReadingsTable>
}
