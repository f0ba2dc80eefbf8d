import type { Selectable } from 'kysely'
import type { Connection } from '../../database/engine.ts'
import type { MeterChangesTable } from '../../database/reading-tables.ts'
import type { MeterChange } from './meter-change.ts'

/** All changes of a site's counters, the first one first. */
export async function meterChangesOf(connection: Connection, site: string): Promise<MeterChange[]> {
  const rows = await connection
    .selectFrom('meter_changes')
    .selectAll()
    .where('site', '=', site)
    .orderBy('timestamp')
    .orderBy('counter')
    .execute()
  return rows.map(changeOf)
}

/** Keeps a change, unless there is one of that counter at that instant. */
export async function insertMeterChange(connection: Connection, change: MeterChange): Promise<boolean> {
  const { recordedAt, recordedBy, ...columns } = change
  const { numInsertedOrUpdatedRows } = await connection
    .insertInto('meter_changes')
    .values({ ...columns, recorded_at: recordedAt, recorded_by: recordedBy })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return Number(numInsertedOrUpdatedRows) > 0
}

export async function deleteMeterChange(connection: Connection, change: MeterChange): Promise<void> {
  await connection.deleteFrom('meter_changes').where('site', '=', change.site).where('id', '=', change.id).execute()
}

function changeOf({ recorded_at, recorded_by, ...row }: Selectable<MeterChangesTable>): MeterChange {
  return { ...row, recordedAt: recorded_at, recordedBy: recorded_by }
}
