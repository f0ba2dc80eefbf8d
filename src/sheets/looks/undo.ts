import { type BatchTrace, idsOf, idsOfStrayed, tracedRows, valuesWrittenBy } from '../batches/batch-trace.ts'
import type { OpenBatch } from '../batches/batches-store.ts'
import type { RowCells } from '../cells/human-cells.ts'
import type { RawRows } from '../cells/raw-rows.ts'
import { type RowValues, type ValueField, valueFields } from '../cells/row-values.ts'
import { areSameColumns, type Columns, type UpdateRequest } from '../cells/sheet-layout.ts'
import { rawCells, toCells } from '../cells/sheet-rows.ts'
import { idOf } from '../cells/tab-contents.ts'
import type { Knowledge, MirrorContext } from '../mirror-context.ts'
import type { Known } from './known-store.ts'
import type { SheetLook } from './look-at-sheet.ts'
import { absentIds } from './missing-rows.ts'
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
  const ids = [...idsOf(trace), ...appended.keys(), ...copied, ...idsOfStrayed(trace)]
  const now = await comparer.rawRows(rows, ids, valuesWrittenBy(trace))
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

/** What it writes by place may hit other rows in its turn. */
type Undone = Pick<BatchTrace, 'strayed' | 'undone'>

async function send(
  { site, spreadsheetId, client, batches, comparer }: MirrorContext,
  open: OpenBatch,
  requests: UpdateRequest[],
  { strayed, undone }: Undone,
  signal: AbortSignal,
): Promise<OpenBatch> {
  const { trace } = open
  const more = { strayed: [...trace.strayed, ...strayed], undone: [...trace.undone, ...undone] }
  const noted = { ...open, trace: { ...trace, ...more } }
  await batches.sendAgain(site, open.number, noted)
  await client.update(spreadsheetId, { requests }, signal)
  await batches.markAtRest(site, open.number)
  await comparer.forget()
  return noted
}

/** What rows get back, as far as it stands in columns of ours. */
function undoneWrites(
  requests: readonly UpdateRequest[],
  now: RawRows,
  columns: Columns,
  owners: ReadonlyMap<string, RowValues>,
): Undone {
  const updates = Map.groupBy(requests, ({ updateCells }) => (updateCells?.start?.rowIndex ?? 0) + 1)
  const touched = [...updates].map(([row, those]) => {
    // The id may stand in a wrong column, too.
    const id = bearerOf(now, row, columns) || (now.rows.get(row) ?? []).map(idOf).find((cell) => owners.has(cell))
    return { row, id, values: owners.get(id ?? ''), cells: writtenCells(those, columns) }
  })
  return {
    strayed: touched.flatMap(({ id, values, cells }) => {
      const fields = valueFields.filter((field) => field in cells)
      return id !== undefined && values && fields.length > 0 ? [{ id, fields, values }] : []
    }),
    undone: touched.flatMap(({ row, values, cells }) => (values ? [] : [[row, cells] as const])),
  }
}

function writtenCells(updates: readonly UpdateRequest[], columns: Columns): RowCells {
  const written = updates.flatMap(({ updateCells }): [ValueField, unknown][] => {
    const field = valueFields.find((candidate) => columns[candidate] === updateCells?.start?.columnIndex)
    const [raw] = Object.values(updateCells?.rows?.[0]?.values?.[0]?.userEnteredValue ?? {}) as unknown[]
    return field ? [[field, raw ?? '']] : []
  })
  return Object.fromEntries(written)
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
