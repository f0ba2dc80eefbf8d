import { checkedInstant, largestValue, toThousandths } from '../../readings/reading.ts'
import { parseTimestamp } from '../../readings/timestamp.ts'
import { noteText, plainText } from '../../text-forms.ts'
import { parseDate } from './human-dates.ts'
import { type LocaleStyle, styleOf } from './human-locale.ts'
import { parseNumber } from './human-numbers.ts'
import { type Field, headerNames } from './sheet-layout.ts'
import { fromSerial, toSerial } from './sheet-rows.ts'

/** What a row says; instants in UTC milliseconds, quantities in thousandths, null where the cell is empty. */
export interface SheetValues {
  timestamp: number | null
  inverter: number | null
  meter: number | null
  source: string | null
  note: string | null
  id: string | null
}

/** The cells of one row, unformatted, dates as serial numbers; an empty cell may be absent. */
export type RowCells = Readonly<Partial<Record<Field, unknown>>>

interface CellSettings {
  /** As Google names it, `de_DE`. */
  locale: string
  /** The spreadsheet's own, IANA. */
  timeZone: string
  now: number
}

/** A value, or what is wrong with the cell: a sentence for a person that follows the column's name. */
type Read<T> = { value: T } | { wrong: string }

export const longestSource = 64
const longestNote = 1000
const longestQuote = 40
const firstSerial = 1
/** The last day of the year 9999. */
const lastSerial = 2_958_465
const right = 'write a date and time such as 2026-11-22 07:30'
const sourceForm = new RegExp(plainText.pattern, 'u')
const noteForm = new RegExp(noteText.pattern, 'u')
const withOffset = /^\d{4}-.*(z|[+-]\d\d:\d\d)$/i
const isUuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Reads a row as people write it: numbers and dates as such, or as text in the manner of the spreadsheet's locale. */
export function readCells(cells: RowCells, settings: CellSettings): { values: SheetValues } | { problem: string } {
  const style = styleOf(settings.locale)
  const read: { [F in Field]: Read<SheetValues[F]> } = {
    timestamp: readInstant(cells.timestamp, style, settings),
    inverter: readQuantity(cells.inverter, style),
    meter: readQuantity(cells.meter, style),
    source: readSource(cells.source, style),
    note: readNote(cells.note, style),
    id: readId(cells.id),
  }
  const fields = Object.keys(read) as Field[]
  const problems = fields.flatMap((field) => {
    const result = read[field]
    return 'wrong' in result ? [`${headerNames[field]} ${result.wrong}`] : []
  })
  if (problems.length > 0) return { problem: problems.join('. ') }
  const values = fields.map((field) => [field, (read[field] as { value: unknown }).value])
  return { values: Object.fromEntries(values) as SheetValues }
}

/** Whether nothing is written in the row's own columns. */
export function isEmptyRow(cells: RowCells): boolean {
  return Object.values(cells).every(isEmpty)
}

function isEmpty(cell: unknown): boolean {
  return cell === undefined || cell === null || (typeof cell === 'string' && cell.trim() === '')
}

function readInstant(cell: unknown, style: LocaleStyle, { timeZone, now }: CellSettings): Read<number | null> {
  if (isEmpty(cell)) return { value: null }
  const text = typeof cell === 'string' ? cell.trim() : ''
  const exact = withOffset.test(text) ? parseTimestamp(text, timeZone) : undefined
  if (typeof exact === 'number') return allowedInstant(exact, cell, now)
  const serial = typeof cell === 'number' ? cell : parseDate(text, style)
  if (serial === undefined || serial < firstSerial || serial > lastSerial)
    return { wrong: `holds ${quoted(cell)}; ${right}` }
  const instant = fromSerial(serial, timeZone)
  if (milliseconds(toSerial(instant, timeZone)) !== milliseconds(serial))
    return {
      wrong: `holds ${wallClock(serial)}, which never was in ${timeZone} because the clocks changed; write another time`,
    }
  return allowedInstant(instant, wallClock(serial), now)
}

function allowedInstant(instant: number, written: unknown, now: number): Read<number> {
  const checked = checkedInstant(instant, now)
  if (typeof checked === 'number') return { value: checked }
  return { wrong: `holds ${quoted(written)}, which ${checked.message}; write when the counter was read` }
}

function milliseconds(serial: number): number {
  return Math.round(serial * 86_400_000)
}

/** A serial number as a person sees it. */
function wallClock(serial: number): string {
  return new Date(fromSerial(serial, 'UTC')).toISOString().slice(0, 19).replace('T', ' ')
}

function readQuantity(cell: unknown, style: LocaleStyle): Read<number | null> {
  if (isEmpty(cell)) return { value: null }
  const value = typeof cell === 'string' ? parseNumber(cell, style) : cell
  if (typeof value !== 'number' || !Number.isFinite(value))
    return { wrong: `holds ${quoted(cell)}; write a number such as 1234${style.decimal}5` }
  if (value < 0 || value > largestValue)
    return { wrong: `holds ${quoted(cell)}; write a number from 0 to ${largestValue}` }
  return { value: toThousandths(value) }
}

function readSource(cell: unknown, style: LocaleStyle): Read<string | null> {
  const text = textOf(cell, style).trim()
  if (text === '') return { value: null }
  if (length(text) > longestSource) return { wrong: `holds more than ${longestSource} characters; shorten it` }
  if (!sourceForm.test(text)) return { wrong: `holds ${quoted(text)}; write plain text on one line` }
  return { value: text }
}

/** Blanks are kept as they are, because a client may have recorded them. */
function readNote(cell: unknown, style: LocaleStyle): Read<string | null> {
  const text = textOf(cell, style)
  if (text === '') return { value: null }
  if (length(text) > longestNote) return { wrong: `holds more than ${longestNote} characters; shorten it` }
  if (!noteForm.test(text)) return { wrong: 'holds characters that cannot be shown; write plain text' }
  return { value: text }
}

function readId(cell: unknown): Read<string | null> {
  if (isEmpty(cell)) return { value: null }
  const text = String(cell).trim()
  return { value: isUuid.test(text) ? text.toLowerCase() : text }
}

/** A cell as the sheet shows it. Text such as `#REF!` is text here: a client may have recorded it. */
function textOf(cell: unknown, { decimal }: LocaleStyle): string {
  if (typeof cell === 'number') return String(cell).replace('.', decimal)
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE'
  return typeof cell === 'string' ? cell : ''
}

function length(text: string): number {
  return text.length > longestNote * 2 ? text.length : [...text].length
}

function quoted(cell: unknown): string {
  const text = typeof cell === 'boolean' ? String(cell).toUpperCase() : String(cell)
  const shown = text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text
  return `“${shown.replaceAll(/\s+/g, ' ')}”`
}
