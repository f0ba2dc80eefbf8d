import { invalid } from './google-error.ts'
import { type FakeCell, type FakeSpreadsheet, type FakeTab, isEmptyCell, usedRows } from './model.ts'

export interface ParsedRange {
  tab: FakeTab
  startRow: number
  endRow: number
  startColumn: number
  endColumn: number
}

const cellPattern = /^([A-Z]*)(\d*)$/i

/** Reads A1 notation; a range that begins outside the grid is refused, one that ends outside is cut, as Google does. */
export function parseRange(spreadsheet: FakeSpreadsheet, range: string): ParsedRange {
  const match = /^(?:'((?:[^']|'')*)'|([^'!]+))(?:!(.*))?$/.exec(range)
  const title = match?.[1]?.replaceAll("''", "'") ?? match?.[2] ?? ''
  const tab = spreadsheet.tabs.find((candidate) => candidate.title.toLowerCase() === title.toLowerCase())
  if (!tab) throw invalid(`Unable to parse range: ${range}`)
  const [from = '', to = from] = (match?.[3] ?? '').split(':')
  const start = cellPattern.exec(from)
  const end = cellPattern.exec(to)
  if (!start || !end) throw invalid(`Unable to parse range: ${range}`)
  const parsed = {
    tab,
    startRow: start[2] ? Number(start[2]) - 1 : 0,
    endRow: Math.min(end[2] ? Number(end[2]) : tab.rowCount, tab.rowCount),
    startColumn: start[1] ? columnIndex(start[1]) : 0,
    endColumn: Math.min(end[1] ? columnIndex(end[1]) + 1 : tab.columnCount, tab.columnCount),
  }
  if (parsed.startRow >= tab.rowCount || parsed.startColumn >= tab.columnCount)
    throw invalid(`Range (${range}) exceeds grid limits. Max rows: ${tab.rowCount}, max columns: ${tab.columnCount}`)
  return parsed
}

function columnIndex(letters: string): number {
  return [...letters.toUpperCase()].reduce((index, letter) => index * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

/** The values as asked for; empty ends of rows and of the range are left out. */
export function readValues(
  { tab, startRow, endRow, startColumn, endColumn }: ParsedRange,
  render: (cell: FakeCell | undefined) => unknown = rawValue,
): unknown[][] {
  const rows = tab.rows
    .slice(startRow, Math.min(endRow, usedRows(tab)))
    .map((row) => trim(Array.from((row ?? []).slice(startColumn, endColumn), render)))
  while (rows.length > 0 && rows.at(-1)?.length === 0) rows.pop()
  return rows
}

/** The grid data of `spreadsheets.get` and of `includeSpreadsheetInResponse`. */
export function readGrid({ tab, startRow, endRow, startColumn, endColumn }: ParsedRange): object {
  const rowData = Array.from({ length: endRow - startRow }, (_, index) => {
    const values = (tab.rows[startRow + index] ?? []).slice(startColumn, endColumn)
    return values.length > 0 ? { values } : {}
  })
  return { ...(startRow > 0 ? { startRow } : {}), ...(startColumn > 0 ? { startColumn } : {}), rowData }
}

/** `UNFORMATTED_VALUE`: what the cell comes to; an error as it is shown. */
export function rawValue(cell: FakeCell | undefined): unknown {
  const isFormula = cell?.userEnteredValue?.formulaValue !== undefined
  const value: FakeCell['effectiveValue'] = isFormula ? cell?.effectiveValue : cell?.userEnteredValue
  if (value?.errorValue) return `#${value.errorValue.type}!`
  return value?.numberValue ?? value?.stringValue ?? value?.boolValue ?? ''
}

function trim(values: unknown[]): unknown[] {
  const end = values.findLastIndex((value) => value !== '')
  return values.slice(0, end + 1)
}

export function isEmptyRow(row: readonly FakeCell[] | undefined): boolean {
  return !row?.some((cell) => !isEmptyCell(cell))
}
