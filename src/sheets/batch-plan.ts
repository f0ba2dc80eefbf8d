import { setImmediate as giveWay } from 'node:timers/promises'
import type { PendingReading, Shown } from './pending-store.ts'
import type { Columns, Field, UpdateRequest } from './sheet-layout.ts'
import { type Cell, toCells, toRow } from './sheet-rows.ts'

interface RowChange {
  reading: PendingReading
  /** As it was before the batch, counted from 1. */
  row: number
}

/** What one batch does. Rows are changed first, then deleted from the bottom, then appended. */
export interface BatchPlan {
  /** Nothing to do in the sheet for these. */
  settled: Shown[]
  updates: RowChange[]
  deletes: RowChange[]
  appends: PendingReading[]
}

/** What a batch has done, seen in the ids that stand in the sheet afterwards. */
interface BatchOutcome {
  shown: Shown[]
  /** Appended, but not to be found. */
  missing: string[]
  /** Hit by mistake, because rows were moved in between: they have to be written anew. */
  damaged: Shown[]
}

const mostChanges = 500
const rowsAtOnce = 500
// Google advises 2 MB a request.
const mostBytes = 1_900_000

/**
 * Sorts what waits into what has to be done. `rows` are the places of the ids in the sheet; without it, nothing that
 * waits is believed to stand there. Of a batch that is sent again only the readings in `only` are appended.
 */
export function planBatch(
  pending: readonly PendingReading[],
  rows: ReadonlyMap<string, number> | undefined,
  only?: ReadonlyMap<string, number>,
): BatchPlan {
  const plan: BatchPlan = { settled: [], updates: [], deletes: [], appends: [] }
  for (const reading of pending) {
    const row = rows?.get(reading.id)
    if (row === undefined && reading.isWithdrawn)
      plan.settled.push({ id: reading.id, revision: reading.revision, row: null })
    else if (row === undefined) plan.appends.push(reading)
    else (reading.isWithdrawn ? plan.deletes : plan.updates).push({ reading, row })
  }
  plan.updates.length = Math.min(plan.updates.length, mostChanges)
  plan.deletes = plan.deletes.slice(0, mostChanges).sort((one, other) => other.row - one.row)
  if (only) plan.appends = plan.appends.filter(({ id }) => only.has(id))
  return plan
}

export function hasWork({ updates, deletes, appends }: BatchPlan): boolean {
  return updates.length + deletes.length + appends.length > 0
}

/** The requests of a plan. Shortens `plan.appends` to what fits into one request. */
export async function toRequests(
  plan: BatchPlan,
  sheetId: number,
  columns: Columns,
  timeZone: string,
): Promise<UpdateRequest[]> {
  const requests = [
    ...plan.updates.flatMap(({ reading, row }) =>
      updateRequests(toCells(reading, timeZone), row - 1, sheetId, columns),
    ),
    ...plan.deletes.map(({ row }) => ({
      deleteDimension: { range: { sheetId, dimension: 'ROWS', startIndex: row - 1, endIndex: row } },
    })),
  ]
  const rows = await fittingRows(plan.appends, mostBytes - JSON.stringify(requests).length, (reading) =>
    toRow(reading, columns, timeZone),
  )
  plan.appends.length = rows.length
  if (rows.length > 0)
    requests.push({ appendCells: { sheetId, rows, fields: 'userEnteredValue,userEnteredFormat.numberFormat' } })
  return requests
}

async function fittingRows(
  readings: readonly PendingReading[],
  room: number,
  toCellsOf: (reading: PendingReading) => Cell[],
): Promise<{ values: Cell[] }[]> {
  const rows: { values: Cell[] }[] = []
  let left = room
  for (const reading of readings) {
    const row = { values: toCellsOf(reading) }
    left -= Buffer.byteLength(JSON.stringify(row)) + 1
    if (left < 0) break
    rows.push(row)
    // HTTP is answered on this thread too.
    if (rows.length % rowsAtOnce === 0) await giveWay()
  }
  return rows
}

/** Writes one row's own columns, in runs, so that foreign columns between them stay untouched. */
function updateRequests(
  cells: Record<Field, Cell>,
  rowIndex: number,
  sheetId: number,
  columns: Columns,
): UpdateRequest[] {
  const fields = (Object.keys(cells) as Field[]).filter((field) => field !== 'id')
  const runs: Field[][] = []
  for (const field of fields.sort((one, other) => columns[one] - columns[other])) {
    const run = runs.at(-1)
    const previous = run?.at(-1)
    if (run && previous && columns[field] === columns[previous] + 1) run.push(field)
    else runs.push([field])
  }
  return runs.map((run) => ({
    updateCells: {
      start: { sheetId, rowIndex, columnIndex: columns[run[0] ?? 'timestamp'] },
      rows: [{ values: run.map((field) => cells[field]) }],
      fields: 'userEnteredValue',
    },
  }))
}

/** Compares a plan with the places of the ids before and after it was carried out. */
export function judge(
  plan: BatchPlan,
  before: ReadonlyMap<string, number> | undefined,
  after: ReadonlyMap<string, number>,
): BatchOutcome {
  const outcome: BatchOutcome = { shown: [], missing: [], damaged: [] }
  const idAt = new Map([...after].map(([id, row]) => [row, id]))
  for (const { id, revision } of plan.appends) {
    const row = after.get(id)
    if (row === undefined) outcome.missing.push(id)
    else outcome.shown.push({ id, revision, row })
  }
  for (const { reading, row } of plan.updates) {
    const expected = row - plan.deletes.filter((deleted) => deleted.row < row).length
    if (after.get(reading.id) === expected)
      outcome.shown.push({ id: reading.id, revision: reading.revision, row: expected })
    else outcome.damaged.push(...[idAt.get(expected)].filter((id) => id !== undefined).map((id) => anew(id, expected)))
  }
  const isWrongRowDeleted = plan.deletes.some(({ reading }) => after.has(reading.id))
  for (const { reading } of plan.deletes)
    if (!after.has(reading.id)) outcome.shown.push({ id: reading.id, revision: reading.revision, row: null })
  if (isWrongRowDeleted) outcome.damaged.push(...lost(plan, before, after))
  return outcome
}

function lost(
  plan: BatchPlan,
  before: ReadonlyMap<string, number> | undefined,
  after: ReadonlyMap<string, number>,
): Shown[] {
  const deleted = new Set(plan.deletes.map(({ reading }) => reading.id))
  return [...(before?.keys() ?? [])].filter((id) => !(after.has(id) || deleted.has(id))).map((id) => anew(id, null))
}

function anew(id: string, row: number | null): Shown {
  return { id, revision: 0, row }
}
