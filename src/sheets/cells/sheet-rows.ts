import { type Columns, type Field, type NumberFormat, numberFormats } from './sheet-layout.ts'

/** What a row of the sheet shows of a reading; instants in UTC milliseconds, quantities in thousandths. */
export interface RowReading {
  id: string
  timestamp: number
  inverter: number | null
  meter: number | null
  source: string
  note: string | null
}

/** A cell as Google takes it. A `stringValue` is text and never a formula, whatever it begins with. */
export interface Cell {
  userEnteredValue?: { numberValue: number } | { stringValue: string }
  userEnteredFormat?: { numberFormat: NumberFormat }
}

const millisecondsPerDay = 86_400_000
// Serial numbers count days from here, https://developers.google.com/workspace/sheets/api/guides/formats
const epoch = Date.UTC(1899, 11, 30)

/** The serial number of an instant: days since 1899-12-30 on the wall clock of `timeZone`. */
export function toSerial(timestamp: number, timeZone: string): number {
  const local = Temporal.Instant.fromEpochMilliseconds(timestamp).toZonedDateTimeISO(timeZone)
  return (timestamp + local.offsetNanoseconds / 1e6 - epoch) / millisecondsPerDay
}

/** The instant of a serial number; of an hour that occurs twice the first one. */
export function fromSerial(serial: number, timeZone: string): number {
  const wallClock = epoch + Math.round(serial * millisecondsPerDay)
  const local = Temporal.Instant.fromEpochMilliseconds(wallClock).toZonedDateTimeISO('UTC').toPlainDateTime()
  return local.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds
}

/** The cells of a reading, by field, without formats. */
export function toCells(reading: RowReading, timeZone: string): Record<Field, Cell> {
  return {
    timestamp: number(toSerial(reading.timestamp, timeZone)),
    inverter: quantity(reading.inverter),
    meter: quantity(reading.meter),
    source: text(reading.source),
    note: text(reading.note),
    id: text(reading.id),
  }
}

/** A whole row for appending: the cells in the order of the columns, with their formats, nothing in foreign columns; `raw` cells stand for the reading's. */
export function toRow(
  reading: RowReading,
  columns: Columns,
  timeZone: string,
  raw: Partial<Record<Field, unknown>> = {},
): Cell[] {
  return inColumns({ ...toCells(reading, timeZone), ...toRawCells(raw) }, columns)
}

function inColumns(cells: Partial<Record<Field, Cell>>, columns: Columns): Cell[] {
  const fields = Object.keys(cells) as Field[]
  const row: Cell[] = Array.from({ length: Math.max(...fields.map((field) => columns[field])) + 1 }, () => ({}))
  for (const field of fields) {
    const numberFormat = numberFormats[field]
    row[columns[field]] = numberFormat ? { ...cells[field], userEnteredFormat: { numberFormat } } : (cells[field] ?? {})
  }
  return row
}

function quantity(thousandths: number | null): Cell {
  return thousandths === null ? {} : number(thousandths / 1000)
}

function number(numberValue: number): Cell {
  return { userEnteredValue: { numberValue } }
}

export function text(stringValue: string | null): Cell {
  return stringValue === null || stringValue === '' ? {} : { userEnteredValue: { stringValue } }
}

/** Raw cells as they were read, to be written again. */
export function toRawCells(cells: Partial<Record<Field, unknown>>): Partial<Record<Field, Cell>> {
  return Object.fromEntries(Object.entries(cells).map(([field, raw]) => [field, toRawCell(raw)]))
}

function toRawCell(raw: unknown): Cell {
  if (typeof raw === 'number') return number(raw)
  if (typeof raw === 'boolean') return text(raw ? 'TRUE' : 'FALSE')
  return text(typeof raw === 'string' ? raw : '')
}

/** A row without an id as it was read, with the formats of its columns. */
export function toLooseRow(cells: Partial<Record<Field, unknown>>, columns: Columns): Cell[] {
  return inColumns(toRawCells(cells), columns)
}

/** What cells hold once they are written, as a look reads them. */
export function rawCells(cells: Partial<Record<Field, Cell>>): Partial<Record<Field, number | string>> {
  return Object.fromEntries(Object.entries(cells).map(([field, cell]) => [field, rawOf(cell)]))
}

function rawOf({ userEnteredValue }: Cell): number | string {
  if (!userEnteredValue) return ''
  return 'numberValue' in userEnteredValue ? userEnteredValue.numberValue : userEnteredValue.stringValue
}
