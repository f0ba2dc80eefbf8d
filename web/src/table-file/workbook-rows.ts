import { readXlsx } from 'hucre/xlsx'
import { type Cell, type FileRow, isBlank } from './cells.ts'
import { localText } from './date-format.ts'

export interface Sheet {
  name: string
  rows: FileRow[]
}

/** The sheets of an Excel workbook; dates come as the local times that they show. @throws where it is none */
export async function workbookSheets(contents: ArrayBuffer): Promise<Sheet[]> {
  const { sheets } = await readXlsx(contents)
  return sheets.map(({ name, rows }) => ({
    name,
    rows: rows.map((values, index) => ({ line: index + 1, cells: values.map(cellOf) })).filter(hasCells),
  }))
}

function cellOf(value: string | number | boolean | Date | null): Cell {
  if (value instanceof Date) return localText(value)
  return typeof value === 'number' ? value : String(value ?? '')
}

function hasCells({ cells }: FileRow): boolean {
  return !isBlank(cells)
}
