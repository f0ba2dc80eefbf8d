/** A number only where the file itself says that it is one, as a workbook does. */
export type Cell = string | number

/** A row of a file that is not blank. */
export interface FileRow {
  /** As spreadsheets count: the first line is 1. */
  line: number
  cells: readonly Cell[]
}

export function isBlank(cells: readonly Cell[]): boolean {
  return cells.every((cell) => cell === '' || (typeof cell === 'string' && cell.trim() === ''))
}
