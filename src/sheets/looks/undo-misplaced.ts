import { type BatchTrace, rowAfter, type TracedRow } from '../batches/batch-trace.ts'
import type { RowCells } from '../cells/human-cells.ts'
import type { RawRows } from '../cells/raw-rows.ts'
import { valueFields } from '../cells/row-values.ts'
import { type Columns, type Field, fields, numberFields, type UpdateRequest } from '../cells/sheet-layout.ts'
import { idOf } from '../cells/tab-contents.ts'

interface Present {
  now: RawRows
  /** Where the columns are now. */
  columns: Columns
  /** What the rows of readings showed that the batch has not meant, and may have hit. */
  shown: ReadonlyMap<string, RowCells>
  /** What the rows showed of readings whose ids are gone. */
  gone: readonly RowCells[]
}

/**
 * Takes back what a batch has written into other columns than it meant, because columns were moved between the look and
 * the write: every such cell gets what stood there before. Rows may have moved too, before the write or since.
 */
export function undoMisplaced(
  trace: BatchTrace,
  { strays, ...present }: Present & { strays: readonly { id: string; row: number }[] },
  sheetId: number,
): UpdateRequest[] {
  const { placesOfIds } = present.now
  const elsewhere = rowsElsewhere(trace, present)
  return trace.rows.flatMap((traced) => {
    const astray = strays.flatMap(({ id, row }) => (id === traced.id ? [row] : []))
    const own = new Set([rowAfter(trace, traced.row), placesOfIds.get(traced.id ?? '') ?? 0, ...astray])
    const others = new Set(elsewhere.get(traced)).difference(own)
    return [
      ...[...own].flatMap((row) => undoRow(trace, traced, { row, present }, sheetId)),
      ...[...others].flatMap((row) => undoRow(trace, traced, { row, present, isElsewhere: true }, sheetId)),
    ]
  })
}

/** Rows that hold something of what was written: they may have been moved since, or missed by what was to take it back. */
function rowsElsewhere(trace: BatchTrace, { now, columns, shown }: Present): Map<TracedRow, number[]> {
  const writers = new Map<unknown, TracedRow>()
  for (const traced of trace.rows) for (const value of Object.values(traced.written)) writers.set(value, traced)
  writers.delete('')
  const pairs = [...now.rows].flatMap(([row, cells]) => {
    const id = writers.has(cells[columns.id]) ? '' : idOf(cells[columns.id])
    if (id !== '' && !shown.has(id)) return []
    return cells.flatMap((cell): [TracedRow, number][] => {
      const writer = writers.get(cell)
      return writer ? [[writer, row]] : []
    })
  })
  const grouped = Map.groupBy(pairs, ([writer]) => writer)
  return new Map([...grouped].map(([writer, those]) => [writer, those.map(([, row]) => row)]))
}

function undoRow(
  trace: BatchTrace,
  traced: TracedRow,
  { row, present, isElsewhere = false }: { row: number; present: Present; isElsewhere?: boolean },
  sheetId: number,
): UpdateRequest[] {
  const { now } = present
  const hit = hitColumns(trace, traced, { row, present })
  if (hit.length === 0) return []
  const known = rowBefore(trace, traced, { row, hit, present })
  // Of a row that nobody knows, the value may be its own where nothing was written.
  if (!known && isElsewhere) return []
  const before: FormerRow = known ?? (() => undefined)
  // What holds that already would be written, and looked at, for ever.
  const changed = hit.filter((column) => !holds(now, row, column, before(column) ?? ''))
  return changed.map((column) => valueRequest(sheetId, row, column, before(column)))
}

/**
 * Where what was written stands under other headers than it was meant for. The columns may have been moved once more since,
 * so it is looked for in all of ours; an empty cell says nothing but where it was written.
 */
function hitColumns(
  trace: BatchTrace,
  { written }: TracedRow,
  { row, present: { now, columns } }: { row: number; present: Present },
): number[] {
  const isMeant = (column: number, value: unknown): boolean =>
    fields.some((field) => columns[field] === column && written[field] === value)
  const hit = (Object.keys(written) as Field[]).flatMap((field) => {
    const value = written[field]
    const places = [trace.columns[field], ...(value === '' ? [] : Object.values(columns))]
    return places.filter((column) => holds(now, row, column, value) && !isMeant(column, value))
  })
  return [...new Set(hit)]
}

/** What stood in a row, by the columns as they are now. */
type FormerRow = (column: number) => unknown

/** What stood in a row that was hit: it may be that of another reading, or have no id. */
function rowBefore(
  trace: BatchTrace,
  traced: TracedRow,
  { row, hit, present }: { row: number; hit: readonly number[]; present: Present },
): FormerRow | undefined {
  const { now, columns, shown, gone } = present
  const cells = now.rows.get(row) ?? []
  const bearer = hit.includes(columns.id) ? '' : idOf(cells[columns.id])
  // An id that the batch has written does not tell whose row it is.
  const isTelling = bearer !== '' && !trace.rows.some(({ written }) => written.id === bearer)
  const inTrace = ({ before }: TracedRow): FormerRow => {
    return (column) => (nameOf(now, column) === '' ? '' : before[trace.header.indexOf(nameOf(now, column))])
  }
  const named = (known: RowCells): FormerRow => {
    return (column) => {
      const field = fields.find((candidate) => columns[candidate] === column)
      return field && known[field]
    }
  }
  const own = inTrace(traced)
  const isAs = (before: FormerRow, field: Field): boolean =>
    (before(columns[field]) ?? '') === (cells[columns[field]] ?? '')
  const isWritten = (field: Field): boolean =>
    hit.includes(columns[field]) || (field in traced.written && traced.written[field] === cells[columns[field]])
  // Of copies that differ in nothing but what was written it is the one that stood here.
  const isOwn = row === rowAfter(trace, traced.row) && fields.every((field) => isWritten(field) || isAs(own, field))
  if (isTelling && isOwn) return own
  const copy = isTelling && copyOf(trace, { row, bearer, hit, present })
  if (copy) return named(copy)
  const owner = trace.rows.find(({ id }) => id === bearer)
  if (owner && isTelling) return inTrace(owner)
  if (isTelling) return named(shown.get(bearer) ?? {})
  const others = (bearer === '' ? fields : valueFields).filter((field) => !hit.includes(columns[field]))
  const candidates = [own, ...trace.rows.map(inTrace), ...[...trace.loose, ...gone].map(named)]
  const filled = others.filter((field) => (cells[columns[field]] ?? '') !== '')
  return mostAlike(candidates, { isAs, others, filled, hit })
}

interface Likeness {
  isAs(before: FormerRow, field: Field): boolean
  /** The fields that were not hit, and those of them that hold something. */
  others: readonly Field[]
  filled: readonly Field[]
  /** The columns that were. */
  hit: readonly number[]
}

/** The row that another was, by what was not hit of it; a person may have edited that meanwhile. */
function mostAlike(candidates: readonly FormerRow[], { isAs, others, filled, hit }: Likeness): FormerRow | undefined {
  const same = candidates.find((before) => others.every((field) => isAs(before, field)))
  if (same) return same
  const alike = candidates.filter((before) =>
    numberFields.some((field) => filled.includes(field) && isAs(before, field)),
  )
  const likeness = (before: FormerRow): number => filled.filter((field) => isAs(before, field)).length
  const [best] = alike.toSorted((one, other) => likeness(other) - likeness(one))
  if (best) return best
  // By its note alone only where that leaves no choice.
  const noted = filled.includes('note') ? candidates.filter((before) => isAs(before, 'note')) : []
  const texts = noted.map((before) => JSON.stringify(hit.map((column) => before(column) ?? '')))
  return new Set(texts).size === 1 ? noted[0] : undefined
}

/** The changed copy that a row was, where the reading whose id it bears stands elsewhere and the copy does not. */
function copyOf(
  { unread }: BatchTrace,
  { row, bearer, hit, present }: { row: number; bearer: string; hit: readonly number[]; present: Present },
): RowCells | undefined {
  const { now, columns, shown } = present
  const shows = (number: number, values: RowCells | undefined, ignored: readonly number[] = []): boolean => {
    const cells = now.rows.get(number) ?? []
    const told = valueFields.filter((field) => !ignored.includes(columns[field]))
    return values !== undefined && told.every((field) => (values[field] ?? '') === (cells[columns[field]] ?? ''))
  }
  const others = [...now.rows.keys()].filter((other) => {
    return other !== row && idOf(now.rows.get(other)?.[columns.id]) === bearer
  })
  if (!others.some((other) => shows(other, shown.get(bearer)))) return undefined
  const copies = unread.flatMap(({ id, cells, isCopy }) => (isCopy && id === bearer ? [cells] : []))
  return copies.find((cells) => shows(row, cells, hit) && !others.some((other) => shows(other, cells)))
}

function nameOf({ header }: Pick<RawRows, 'header'>, column: number): unknown {
  return header[column] ?? ''
}

/** Clears what a batch has appended under headers that are not ours; what it has under ours is written anew anyway. */
export function undoAppended(
  { columns }: BatchTrace,
  appended: ReadonlyMap<string, RowCells>,
  { now, columns: present }: Pick<Present, 'now' | 'columns'>,
  sheetId: number,
): UpdateRequest[] {
  const own = new Set(Object.values(present))
  const foreign = fields.filter((field) => !own.has(columns[field]))
  return [...appended].flatMap(([id, written]) => {
    const row = now.placesOfIds.get(id) ?? 0
    const misplaced = foreign.filter(
      (field) => written[field] !== '' && holds(now, row, columns[field], written[field]),
    )
    return misplaced.map((field) => valueRequest(sheetId, row, columns[field], ''))
  })
}

function holds({ rows }: RawRows, row: number, column: number, value: unknown): boolean {
  const cells = rows.get(row)
  return cells !== undefined && (cells[column] ?? '') === value
}

function valueRequest(sheetId: number, row: number, columnIndex: number, raw: unknown): UpdateRequest {
  return {
    updateCells: {
      start: { sheetId, rowIndex: row - 1, columnIndex },
      rows: [{ values: [{ userEnteredValue: cellOf(raw) }] }],
      fields: 'userEnteredValue',
    },
  }
}

function cellOf(raw: unknown) {
  if (typeof raw === 'number') return { numberValue: raw }
  if (typeof raw === 'boolean') return { boolValue: raw }
  return typeof raw === 'string' && raw !== '' ? { stringValue: raw } : {}
}
