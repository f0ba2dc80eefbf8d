import { insert } from './apply-requests.ts'
import { type CellValue, type FakeRow, type FakeSpreadsheet, type FakeTab, setCell, usedRows } from './model.ts'
import { rawValue } from './ranges.ts'

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

export function typeInto(tab: FakeTab, row: number, column: number, value: string | number | undefined): void {
  setCell(tab, row - 1, column, (cell) => ({ ...cell, userEnteredValue: toValue(value) }))
}

export function typeRow(tab: FakeTab, values: readonly (string | number | undefined)[]): void {
  const row = usedRows(tab) + 1
  for (const [column, value] of values.entries()) typeInto(tab, row, column, value)
}

export function insertColumn(tab: FakeTab, before: number): void {
  insert(tab, 'COLUMNS', before, 1)
}

export function insertRow(tab: FakeTab, before: number): void {
  insert(tab, 'ROWS', before - 1, 1)
}

/** Sorts the rows below the header. */
export function sortRows(tab: FakeTab, compare: (one: FakeRow, other: FakeRow) => number): void {
  const end = usedRows(tab)
  tab.rows = [...tab.rows.slice(0, 1), ...tab.rows.slice(1, end).sort(compare), ...tab.rows.slice(end)]
}

export function deleteRow(tab: FakeTab, row: number): void {
  tab.rows.splice(row - 1, 1)
  tab.rowCount--
}

function toValue(value: string | number | undefined): CellValue {
  if (value === undefined) return {}
  return typeof value === 'number' ? { numberValue: value } : { stringValue: value }
}
