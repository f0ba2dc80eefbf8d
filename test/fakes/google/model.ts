export interface CellValue {
  numberValue?: number
  stringValue?: string
  boolValue?: boolean
  formulaValue?: string
}

export interface FakeCell {
  userEnteredValue?: CellValue
  /** What a formula comes to, where the cell holds one. */
  effectiveValue?: CellValue & { errorValue?: { type: string; message: string } }
  userEnteredFormat?: Record<string, unknown>
}

/** Cells that only some may change; all of the tab where no edge is given. Ends are excluded. */
export interface FakeProtection {
  startRow?: number
  endRow?: number
  startColumn?: number
  endColumn?: number
  editors: ReadonlySet<string>
}

/** Rows are replaced and never changed, so that a copy of the list is a copy of the tab. */
export type FakeRow = readonly FakeCell[]

export interface FakeTab {
  sheetId: number
  title: string
  rowCount: number
  columnCount: number
  frozenRowCount: number
  hiddenColumns: ReadonlySet<number>
  /** Hidden by hand or by a filter. */
  hiddenRows: ReadonlySet<number>
  isHidden: boolean
  protections: readonly FakeProtection[]
  rows: FakeRow[]
}

export interface FakeMarker {
  metadataId: number
  metadataKey: string
  metadataValue: string
  visibility: string
  location: { spreadsheet?: boolean; sheetId?: number }
}

export interface FakeSpreadsheet {
  spreadsheetId: string
  timeZone: string
  locale: string
  tabs: FakeTab[]
  markers: FakeMarker[]
  /** Addresses that may write, beside the owner. */
  sharedWith: Set<string>
  /** Addresses that may only look. */
  readers: Set<string>
  isTrashed: boolean
}

export function createTab(sheetId: number, title: string): FakeTab {
  return {
    sheetId,
    title,
    rowCount: 1000,
    columnCount: 26,
    frozenRowCount: 0,
    hiddenColumns: new Set(),
    hiddenRows: new Set(),
    isHidden: false,
    protections: [],
    rows: [],
  }
}

export function copyTab(tab: FakeTab): FakeTab {
  return { ...tab, rows: [...tab.rows], hiddenColumns: new Set(tab.hiddenColumns) }
}

export function isEmptyCell(cell: FakeCell | undefined): boolean {
  return cell?.userEnteredValue === undefined || Object.keys(cell.userEnteredValue).length === 0
}

/** The number of rows up to the last one that holds a value. */
export function usedRows(tab: FakeTab): number {
  return tab.rows.findLastIndex((row) => row?.some((cell) => !isEmptyCell(cell))) + 1
}

export function setCell(tab: FakeTab, row: number, column: number, change: (cell: FakeCell) => FakeCell): void {
  const cells = [...(tab.rows[row] ?? [])]
  while (cells.length <= column) cells.push({})
  cells[column] = change(cells[column] ?? {})
  while (tab.rows.length < row) tab.rows.push([])
  tab.rows[row] = cells
}
