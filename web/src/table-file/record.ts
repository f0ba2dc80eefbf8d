import type { Cell } from './cells.ts'
import type { Columns } from './columns.ts'
import { type DateFormat, timestampIn } from './date-format.ts'
import { type DecimalSign, numberIn } from './decimal-sign.ts'

/** How the rows of a file are read. */
export interface RowReading {
  columns: Columns
  decimalSign: DecimalSign
  dateFormat: DateFormat
}

/** A row as the service takes it. What could not be read stands there as it is: the service says what is wrong with it. */
export type RowRecord = Partial<Record<'timestamp' | 'meterValue' | 'inverterKwh' | 'source' | 'note', string | number>>

const nothing = new Set(['', '-', '--', '–', 'nan', 'null', 'none', 'n/a', 'unknown', 'unavailable'])
const midnight = /T00:00:00$/
const dayOne = /^1899-12-3[01]T/

export function recordOf(cells: readonly Cell[], { columns, decimalSign, dateFormat }: RowReading): RowRecord {
  const cellAt = (place: number | null): Cell => (place === null ? '' : (cells[place] ?? ''))
  const counter = (place: number | null) => {
    const cell = cellAt(place)
    return isNothing(cell) ? undefined : (numberIn(cell, decimalSign) ?? String(cell))
  }
  const text = (place: number | null) => String(cellAt(place)).trim() || undefined
  const written = writtenTime(cellAt(columns.timestamp), cellAt(columns.time))
  const record = {
    // The service takes a reading without a time for one of now.
    timestamp: timestampIn(written, dateFormat) ?? (String(written).trim() || '–'),
    meterValue: counter(columns.meterValue),
    inverterKwh: counter(columns.inverterKwh),
    source: text(columns.source),
    note: text(columns.note),
  }
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
}

function isNothing(cell: Cell): boolean {
  return typeof cell === 'string' && nothing.has(cell.trim().toLowerCase())
}

// A workbook has a time of day on a day of its own, and a date at its midnight.
function writtenTime(date: Cell, time: Cell): Cell {
  if (time === '') return date
  return `${String(date).trim().replace(midnight, '')} ${String(time).trim().replace(dayOne, '')}`
}
