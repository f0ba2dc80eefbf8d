import type { Cell, FileRow } from './cells.ts'
import { type Columns, columnsByName, noColumns } from './columns.ts'
import { type DateFormat, dateFormatOf } from './date-format.ts'
import { type DecimalSign, decimalSignOf, numberIn } from './decimal-sign.ts'
import type { RowReading } from './record.ts'

export interface FileColumn {
  name: string
  /** The first cell that holds something. */
  sample: string
  /** How its dates are written; undefined where it holds none. */
  dateFormat: DateFormat | undefined
}

/** What a reader's country writes where a file does not tell. */
export interface Habits {
  dateFormat: DateFormat
  decimalSign: DecimalSign
}

const rowsThatTell = 500
const mostColumns = 100

/** Whether a row names columns: none of its cells is a number or a date. */
export function isHeader(cells: readonly Cell[]): boolean {
  return cells.every((cell) => typeof cell === 'string' && !/^\s*[+-]?\d/.test(cell))
}

/** What the columns of a file hold, by its first rows. */
export function columnsOf(header: readonly Cell[], rows: readonly FileRow[], habits: Habits): FileColumn[] {
  const first = rows.slice(0, rowsThatTell)
  const width = Math.min(mostColumns, Math.max(header.length, ...first.map(({ cells }) => cells.length)))
  return Array.from({ length: width }, (_unused, place) => {
    const cells = filled(first, place)
    return {
      name: String(header[place] ?? '').trim(),
      sample: String(cells[0] ?? ''),
      dateFormat: dateFormatOf(cells, habits.dateFormat),
    }
  })
}

function filled(rows: readonly FileRow[], place: number): Cell[] {
  return rows.flatMap(({ cells }) => cells[place] ?? []).filter((cell) => cell !== '')
}

/** How the rows of a file are probably meant. */
export function guessOf(
  header: readonly Cell[],
  columns: readonly FileColumn[],
  rows: readonly FileRow[],
  habits: Habits,
): RowReading {
  const first = rows.slice(0, rowsThatTell)
  const numbers = columns.flatMap(({ dateFormat }, place) =>
    dateFormat === undefined || dateFormat === 'excel' ? filled(first, place) : [],
  )
  const decimalSign = decimalSignOf(numbers) ?? habits.decimalSign
  const named = header.length > 0 ? columnsByName(header) : columnsByContent(columns, first, decimalSign)
  const dated = named.timestamp === null ? undefined : columns[named.timestamp]
  return { columns: named, decimalSign, dateFormat: dated?.dateFormat ?? 'ymd' }
}

function columnsByContent(columns: readonly FileColumn[], rows: readonly FileRow[], sign: DecimalSign): Columns {
  const timestamp = columns.findIndex(({ dateFormat }) => dateFormat !== undefined)
  const meter = columns.findIndex(
    (_column, place) => place !== timestamp && filled(rows, place).some((cell) => numberIn(cell, sign) !== undefined),
  )
  return { ...noColumns, timestamp: timestamp < 0 ? null : timestamp, meterValue: meter < 0 ? null : meter }
}
