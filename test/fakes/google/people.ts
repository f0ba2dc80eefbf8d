import { insert, remove } from './dimensions.ts'
import {
  type CellValue,
  type FakeCell,
  type FakeRow,
  type FakeSpreadsheet,
  type FakeTab,
  setCell,
  usedRows,
} from './model.ts'
import { rawValue } from './ranges.ts'
import { parseTyped, type Typing } from './typed-text.ts'

/** What a person sees and does in a tab; rows are counted from 1 as in the sheet, header included. */
export function tabNamed(spreadsheet: FakeSpreadsheet, title: string): FakeTab {
  const tab = spreadsheet.tabs.find((candidate) => candidate.title === title)
  if (!tab) throw new Error(`no tab ${title}`)
  return tab
}

/** The rows below the header, each under the names that the header gives. */
export function rowsOf(tab: FakeTab): Record<string, unknown>[] {
  const names = headerOf(tab)
  return tab.rows
    .slice(1, usedRows(tab))
    .map((row) => Object.fromEntries(names.map((name, column) => [name, rawValue(row?.[column])])))
}

export function headerOf(tab: FakeTab): string[] {
  return (tab.rows[0] ?? []).map((cell) => String(rawValue(cell)))
}

/** The zero-based column under a name. */
export function columnNamed(tab: FakeTab, name: string): number {
  const column = headerOf(tab).indexOf(name)
  if (column < 0) throw new Error(`no column ${name}`)
  return column
}

/** Puts a value into a cell as it is, without reading it as typed text. */
export function typeInto(tab: FakeTab, row: number, column: number, value: string | number | undefined): void {
  setCell(tab, row - 1, column, (cell) => withValue(cell, toValue(value)))
}

export function typeRow(tab: FakeTab, values: readonly (string | number | undefined)[]): void {
  const row = usedRows(tab) + 1
  for (const [column, value] of values.entries()) typeInto(tab, row, column, value)
  tab.rowCount = Math.max(tab.rowCount, row)
}

/** Types text into a cell, which is read as Sheets reads it; into cells formatted as plain text it goes as it is. */
export function typeText(tab: FakeTab, cell: { row: number; column: number }, text: string, typing: Typing): void {
  setCell(tab, cell.row - 1, cell.column, (old) => {
    const format = old.userEnteredFormat?.['numberFormat'] as { type?: string } | undefined
    if (format?.type === 'TEXT') return withValue(old, { stringValue: text })
    const { value, numberFormat } = parseTyped(text, typing)
    const typed = withValue(old, value)
    return numberFormat && !format ? { ...typed, userEnteredFormat: { ...old.userEnteredFormat, numberFormat } } : typed
  })
}

/** Types a formula that comes to the given value, or to an error such as `REF`. */
export function typeFormula(
  tab: FakeTab,
  cell: { row: number; column: number },
  formula: string,
  result: FakeCell['effectiveValue'],
): void {
  setCell(tab, cell.row - 1, cell.column, (old) => ({
    ...withValue(old, { formulaValue: formula }),
    ...(result ? { effectiveValue: result } : {}),
  }))
}

/** Formats a column as plain text: what is typed there from now on is never read as a number or date. */
export function formatAsText(tab: FakeTab, column: number): void {
  for (let row = 1; row < tab.rowCount; row++)
    setCell(tab, row, column, (cell) => ({
      ...cell,
      userEnteredFormat: { numberFormat: { type: 'TEXT', pattern: '@' } },
    }))
}

export function insertColumn(tab: FakeTab, before: number): void {
  insert(tab, 'COLUMNS', before, 1)
}

export function deleteColumn(tab: FakeTab, column: number): void {
  remove(tab, 'COLUMNS', column, 1)
}

/** Moves a column, its header, cells and looks, to another place. */
export function moveColumn(tab: FakeTab, from: number, to: number): void {
  tab.rows = tab.rows.map((row) => {
    if (row.length === 0) return row
    const cells = Array.from({ length: Math.max(row.length, from + 1, to + 1) }, (_, column) => row[column] ?? {})
    const [moved = {}] = cells.splice(from, 1)
    return cells.toSpliced(to, 0, moved)
  })
  const columns = Array.from({ length: tab.columnCount }, (_, column) => column)
  const order = columns.toSpliced(from, 1).toSpliced(to, 0, from)
  tab.hiddenColumns = new Set(columns.filter((column) => tab.hiddenColumns.has(order[column] ?? -1)))
}

export function insertRow(tab: FakeTab, before: number): void {
  insert(tab, 'ROWS', before - 1, 1)
}

/** Sorts the rows below the header. */
export function sortRows(tab: FakeTab, compare: (one: FakeRow, other: FakeRow) => number): void {
  const end = usedRows(tab)
  tab.rows = [...tab.rows.slice(0, 1), ...tab.rows.slice(1, end).sort(compare), ...tab.rows.slice(end)]
}

/** Sorts by one column as the menu does: numbers, then text, then truths, empty cells last either way. */
export function sortByColumn(tab: FakeTab, column: number, direction: 1 | -1): void {
  sortRows(tab, (one, other) => {
    const [a, b] = [rawValue(one?.[column]), rawValue(other?.[column])]
    if (a === '' || b === '') return Number(a === '') - Number(b === '')
    return direction * compareValues(a, b)
  })
}

function compareValues(a: unknown, b: unknown): number {
  const kinds = ['number', 'string', 'boolean']
  if (typeof a !== typeof b) return kinds.indexOf(typeof a) - kinds.indexOf(typeof b)
  return typeof a === 'number' ? a - Number(b) : String(a).localeCompare(String(b))
}

/** Hides all rows but those that a filter lets through; their cells stay where they are. */
export function filterRows(tab: FakeTab, isShown: (row: FakeRow) => boolean): void {
  const rows = tab.rows.entries().filter(([index, row]) => index > 0 && !isShown(row))
  tab.hiddenRows = new Set(rows.map(([index]) => index))
}

/** @returns the row's cells, for {@link putRow} */
export function deleteRow(tab: FakeTab, row: number): FakeRow {
  const cells = tab.rows[row - 1] ?? []
  remove(tab, 'ROWS', row - 1, 1)
  return cells
}

/** Inserts a row with those cells: a deletion is undone, or a copy is pasted, ids and formats included. */
export function putRow(tab: FakeTab, before: number, cells: FakeRow): void {
  insertRow(tab, before)
  while (tab.rows.length < before) tab.rows.push([])
  tab.rows[before - 1] = cells
}

/** Takes the values of a row away and leaves the empty row. */
export function clearRow(tab: FakeTab, row: number): void {
  tab.rows[row - 1] = (tab.rows[row - 1] ?? []).map((cell) => withValue(cell, {}))
}

export function clearTab(tab: FakeTab): void {
  tab.rows = tab.rows.map((row) => row.map((cell) => withValue(cell, {})))
}

function withValue(cell: FakeCell, value: CellValue): FakeCell {
  return { ...cell, userEnteredValue: value }
}

function toValue(value: string | number | undefined): CellValue {
  if (value === undefined) return {}
  return typeof value === 'number' ? { numberValue: value } : { stringValue: value }
}
