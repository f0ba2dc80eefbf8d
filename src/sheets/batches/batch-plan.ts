import { setImmediate as giveWay } from 'node:timers/promises'
import type { RowCells } from '../cells/human-cells.ts'
import type { ValueField } from '../cells/row-values.ts'
import { type Columns, type Field, numberFormats, type UpdateRequest } from '../cells/sheet-layout.ts'
import { type Cell, text, toCells, toLooseRow, toRawCells, toRow } from '../cells/sheet-rows.ts'
import type { SheetRow } from '../cells/tab-contents.ts'
import type { Known } from '../looks/known-store.ts'
import type { HitRow } from '../looks/loose-rows.ts'
import type { PendingReading, Shown } from './pending-store.ts'

/** Cells of one row that are written, and whose they are. */
export interface RowUpdate {
  /** Absent where a row that has none is put right. */
  id?: string | undefined
  revision: number
  /** As it was before the batch, counted from 1. */
  row: number
  cells: Partial<Record<Field, Cell>>
}

export interface RowDelete extends Pick<RowUpdate, 'revision' | 'row'> {
  id: string
}

/** What one batch does. Rows are changed first, then deleted from the bottom, then appended. */
export interface BatchPlan {
  /** Nothing to do in the sheet for these. */
  settled: Shown[]
  updates: RowUpdate[]
  deletes: RowDelete[]
  /** Rows without an id that are gone through no fault of people. */
  putBack: readonly RowCells[]
  appends: PendingReading[]
  /** Cells that could not be read, of some that are appended: they stand for what the ledger holds. */
  rewritten: ReadonlyMap<string, RowCells>
}

/** What a look has found to be done in rows that are there; nothing where there was no look. */
export interface RowWork {
  updates: readonly RowUpdate[]
  deletes: readonly RowDelete[]
  putBack: readonly RowCells[]
  rewritten: ReadonlyMap<string, RowCells>
  /** Ids that the look was asked to find, and others. */
  sought: ReadonlySet<string>
  /** Ids that have a row. */
  found: ReadonlySet<string>
  /** Nothing is written of these. */
  stuck: ReadonlySet<string>
}

const mostUpdates = 2_000
// Each deletion moves the rows below it.
const mostDeletes = 500
const partsAtOnce = 500
// Google advises 2 MB a request.
const mostBytes = 1_900_000

export const noRowWork: RowWork = {
  updates: [],
  deletes: [],
  putBack: [],
  rewritten: new Map(),
  sought: new Set(),
  found: new Set(),
  stuck: new Set(),
}

/**
 * Sorts what waits into what has to be done. What has a row is changed only as a look has found it; what has none is
 * appended. Of a batch that is sent again only the readings in `only` are appended.
 */
export function planBatch(
  pending: readonly PendingReading[],
  { updates, deletes, putBack, rewritten, sought, found, stuck }: RowWork,
  only?: ReadonlyMap<string, number>,
): BatchPlan {
  const rowless = pending.filter(({ id }) => !(found.has(id) || stuck.has(id)))
  const appends = rowless.filter((reading) => !(reading.isWithdrawn || reading.isInSheet))
  // What was withdrawn after the look may have a row that nobody has looked for.
  const gone = rowless.filter(({ id, isWithdrawn, isInSheet }) => isWithdrawn && (!isInSheet || sought.has(id)))
  return {
    settled: gone.map(({ id, revision }) => ({ id, revision, row: null })),
    updates: updates.slice(0, mostUpdates),
    deletes: deletes.toSorted((one, other) => other.row - one.row).slice(0, mostDeletes),
    putBack,
    appends: only ? appends.filter(({ id }) => only.has(id)) : appends,
    rewritten,
  }
}

/** Gives a row the id of its reading, and its source where the row names none. */
export function numberRow(id: string, revision: number, row: number, source?: string): RowUpdate {
  return { id, revision, row, cells: { id: text(id), ...(source === undefined ? {} : { source: text(source) }) } }
}

/** Takes back what {@link numberRow} has written. */
export function unnumberRow(id: string, row: number): RowUpdate {
  return { id, revision: 0, row, cells: { id: {} } }
}

/** Gives a row that has no id back what stood there. */
export function restoreRow({ row, cells }: HitRow): RowUpdate {
  return { revision: 0, row, cells: toRawCells(cells) }
}

/** Writes some of a reading's cells; where there was text, a number needs its format. */
export function updateRow(
  reading: Known,
  { row, cells }: SheetRow,
  fields: readonly ValueField[],
  timeZone: string,
): RowUpdate {
  const written = toCells(reading, timeZone)
  const formatted = fields.map((field) => {
    const numberFormat = typeof cells[field] === 'number' ? undefined : numberFormats[field]
    return [field, numberFormat ? { ...written[field], userEnteredFormat: { numberFormat } } : written[field]]
  })
  return { id: reading.id, revision: reading.revision, row, cells: Object.fromEntries(formatted) as RowUpdate['cells'] }
}

export function hasWork({ updates, deletes, putBack, appends }: BatchPlan): boolean {
  return updates.length + deletes.length + putBack.length + appends.length > 0
}

/** The requests of a plan. Shortens `plan.updates` and `plan.appends` to what fits into one request. */
export async function toRequests(
  plan: BatchPlan,
  sheetId: number,
  columns: Columns,
  timeZone: string,
): Promise<UpdateRequest[]> {
  const deletes = plan.deletes.map(({ row }) => ({
    deleteDimension: { range: { sheetId, dimension: 'ROWS', startIndex: row - 1, endIndex: row } },
  }))
  const room = { bytes: mostBytes - sizeOf(deletes) }
  const updates = await fitting(plan.updates, room, ({ cells, row }) =>
    updateRequests(cells, row - 1, sheetId, columns),
  )
  const rows = await fitting(plan.appends, room, (reading) => ({
    values: toRow(reading, columns, timeZone, plan.rewritten.get(reading.id)),
  }))
  plan.updates.length = updates.length
  plan.appends.length = rows.length
  rows.unshift(...plan.putBack.map((cells) => ({ values: toLooseRow(cells, columns) })))
  const appending = { sheetId, rows, fields: 'userEnteredValue,userEnteredFormat.numberFormat' }
  return [...updates.flat(), ...deletes, ...(rows.length > 0 ? [{ appendCells: appending }] : [])]
}

/** What is made of the first items, as many as there is room for; takes the room. */
async function fitting<Item, Part>(
  items: readonly Item[],
  room: { bytes: number },
  toPart: (item: Item) => Part,
): Promise<Part[]> {
  const parts: Part[] = []
  for (const item of items) {
    // HTTP is answered on this thread too.
    if (parts.length % partsAtOnce === 0) await giveWay()
    const part = toPart(item)
    room.bytes -= sizeOf(part) + 1
    if (room.bytes < 0) break
    parts.push(part)
  }
  return parts
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value))
}

/** Writes some of one row's own columns, in runs, so that other columns between them stay untouched. */
function updateRequests(
  cells: RowUpdate['cells'],
  rowIndex: number,
  sheetId: number,
  columns: Columns,
): UpdateRequest[] {
  const runs: { start: number; hasFormat: boolean; values: Cell[] }[] = []
  const fields = (Object.keys(cells) as Field[]).sort((one, other) => columns[one] - columns[other])
  for (const field of fields) {
    const cell = cells[field] ?? {}
    const hasFormat = cell.userEnteredFormat !== undefined
    const run = runs.at(-1)
    if (run && run.hasFormat === hasFormat && columns[field] === run.start + run.values.length) run.values.push(cell)
    else runs.push({ start: columns[field], hasFormat, values: [cell] })
  }
  return runs.map(({ start, hasFormat, values }) => ({
    updateCells: {
      start: { sheetId, rowIndex, columnIndex: start },
      rows: [{ values }],
      fields: hasFormat ? 'userEnteredValue,userEnteredFormat.numberFormat' : 'userEnteredValue',
    },
  }))
}

/** Looks for what a batch has appended. */
export function judgeAppends(
  appends: readonly PendingReading[],
  rows: ReadonlyMap<string, number>,
): { shown: Shown[]; missing: string[] } {
  const shown: Shown[] = []
  const missing: string[] = []
  for (const { id, revision } of appends) {
    const row = rows.get(id)
    if (row === undefined) missing.push(id)
    else shown.push({ id, revision, row })
  }
  return { shown, missing }
}
