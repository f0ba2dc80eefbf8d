import { idsOf, tracedRows } from '../batches/batch-trace.ts'
import type { OpenBatch } from '../batches/batches-store.ts'
import type { RowCells } from '../cells/human-cells.ts'
import type { RawRows } from '../cells/raw-rows.ts'
import { type RowValues, valueFields } from '../cells/row-values.ts'
import { areSameColumns, type Columns, type UpdateRequest } from '../cells/sheet-layout.ts'
import { rawCells, toCells } from '../cells/sheet-rows.ts'
import { idOf } from '../cells/tab-contents.ts'
import type { Knowledge, MirrorContext } from '../mirror-context.ts'
import type { Known } from './known-store.ts'
import type { SheetLook } from './look-at-sheet.ts'
import { absentIds } from './missing-rows.ts'
import type { StrayedWrite } from './strayed-writes.ts'
import { undoAppended, undoMisplaced } from './undo-misplaced.ts'

// Of readings whose ids were overwritten there are as many as rows that were hit.
const mostGone = 1_000

/**
 * Takes back what stands in wrong columns: it would be taken for people's edits.
 *
 * @returns the open batch if there was any, with what was written for it: rows may have moved once more
 */
export async function undo(
  context: MirrorContext,
  { seen }: Knowledge,
  { tab, strays }: SheetLook,
  open: OpenBatch | undefined,
  signal: AbortSignal,
): Promise<OpenBatch | undefined> {
  if (!open || areSameColumns(open.trace.columns, tab.columns)) return undefined
  const { comparer } = context
  const { trace, appended } = open
  const { columns, sheetId, timeZone } = tab
  const lastShown = ({ id, sheetRevision }: Known) => seen.get(id) ?? sheetRevision
  const rows = [...tracedRows(trace), ...strays.map(({ row }) => row)]
  const copied = trace.unread.flatMap(({ id, isCopy }) => (isCopy ? [id] : []))
  const now = await comparer.rawRows(rows, [...idsOf(trace), ...appended.keys(), ...copied])
  const bearers = await valuesOf(
    context,
    [...now.rows.keys()].map((row) => bearerOf(now, row, columns)),
    lastShown,
  )
  // A look that is the first, after a crash, tells of none that are missing.
  const gone = await valuesOf(context, (await absentIds(context)).slice(0, mostGone), lastShown)
  const written = await valuesOf(context, [...appended.keys()], ({ id }) => appended.get(id))
  const shown = new Map([
    ...cellsOf(bearers, timeZone),
    ...trace.unread.flatMap(({ id, cells, isCopy }) => (isCopy ? [] : [[id, cells] as const])),
  ])
  const requests = [
    ...undoMisplaced(trace, { now, columns, shown, gone: [...cellsOf(gone, timeZone).values()], strays }, sheetId),
    ...undoAppended(trace, cellsOf(written, timeZone), { now, columns }, sheetId),
  ]
  if (requests.length === 0) return undefined
  const owners = new Map([...bearers, ...(await valuesOf(context, idsOf(trace), lastShown))])
  return await send(context, open, requests, undoneWrites(requests, now, columns, owners), signal)
}

async function send(
  { site, spreadsheetId, client, batches, comparer }: MirrorContext,
  open: OpenBatch,
  requests: UpdateRequest[],
  strayed: readonly StrayedWrite[],
  signal: AbortSignal,
): Promise<OpenBatch> {
  const noted = { ...open, trace: { ...open.trace, strayed: [...open.trace.strayed, ...strayed] } }
  await batches.sendAgain(site, open.number, noted)
  await client.update(spreadsheetId, { requests }, signal)
  await batches.markAtRest(site, open.number)
  await comparer.forget()
  return noted
}

/** What the rows of readings get back, as far as it stands in columns of ours. */
function undoneWrites(
  requests: readonly UpdateRequest[],
  now: RawRows,
  columns: Columns,
  owners: ReadonlyMap<string, RowValues>,
): StrayedWrite[] {
  const touched = Map.groupBy(requests, ({ updateCells }) => (updateCells?.start?.rowIndex ?? 0) + 1)
  return [...touched].flatMap(([row, cells]) => {
    // The id may stand in a wrong column, too.
    const id = bearerOf(now, row, columns) || (now.rows.get(row) ?? []).map(idOf).find((cell) => owners.has(cell))
    const values = owners.get(id ?? '')
    const places = new Set(cells.map(({ updateCells }) => updateCells?.start?.columnIndex))
    const fields = valueFields.filter((field) => places.has(columns[field]))
    return id !== undefined && values && fields.length > 0 ? [{ id, fields, values }] : []
  })
}

function bearerOf({ rows }: RawRows, row: number, { id }: Columns): string {
  return idOf(rows.get(row)?.[id])
}

/** The values of readings by a revision, or others. */
async function valuesOf(
  { site, known }: MirrorContext,
  ids: readonly string[],
  valuesFor: (reading: Known) => RowValues | number | undefined,
): Promise<Map<string, RowValues>> {
  const readings = await known.withHistory(site, ids)
  return new Map(
    [...readings].flatMap(([id, reading]) => {
      const wanted = valuesFor(reading)
      const values =
        typeof wanted === 'number' ? [...reading.earlier, reading].find(({ revision }) => revision === wanted) : wanted
      return values ? [[id, values]] : []
    }),
  )
}

function cellsOf(readings: ReadonlyMap<string, RowValues>, timeZone: string): Map<string, RowCells> {
  return new Map([...readings].map(([id, values]) => [id, rawCells(toCells({ ...values, id }, timeZone))]))
}
