import type { Cell } from './cells.ts'

/** In which order a date is written; `excel` counts days since 1900, `unix` and `unixMs` since 1970. */
export const dateFormats = ['ymd', 'dmy', 'mdy', 'excel', 'unix', 'unixMs'] as const
export type DateFormat = (typeof dateFormats)[number]

const time =
  /^(?<hour>\d{1,2})[:.](?<minute>\d{2})(?:[:.](?<second>\d{2})(?:[.,]\d+)?)?\s*(?<half>[ap]\.?m\.?)?\s*(?<offset>z|[+-]\d{2}:?\d{2})?$/i
const orders: Readonly<Partial<Record<DateFormat, RegExp>>> = {
  ymd: /^(?<year>\d{4})[-./](?<month>\d{1,2})[-./](?<day>\d{1,2})(?:[T ,]+(?<time>\S.*))?$/i,
  dmy: /^(?<day>\d{1,2})[-./](?<month>\d{1,2})[-./](?<year>\d{4}|\d{2})(?:[T ,]+(?<time>\S.*))?$/i,
  mdy: /^(?<month>\d{1,2})[-/](?<day>\d{1,2})[-/](?<year>\d{4}|\d{2})(?:[T ,]+(?<time>\S.*))?$/i,
}
const dayMilliseconds = 86_400_000
/** 30 December 1899: Excel counts from there, since it takes 1900 for a leap year. */
const excelBegin = Date.UTC(1899, 11, 30)
const plausible = { excel: [20_000, 80_000], unix: [1e8, 1e10], unixMs: [1e11, 1e13] } as const

/** The format that reads most of the cells; of two that read as many, the preferred one. */
export function dateFormatOf(cells: readonly Cell[], preferred: DateFormat): DateFormat | undefined {
  const counted = dateFormats.map((format) => ({
    format,
    count: cells.filter((cell) => timestampIn(cell, format) !== undefined).length,
  }))
  const most = Math.max(...counted.map(({ count }) => count))
  if (most === 0 || most < cells.length / 2) return undefined
  const best = counted.filter(({ count }) => count === most).map(({ format }) => format)
  return best.includes(preferred) ? preferred : best[0]
}

/**
 * A timestamp as the service takes it: with the offset that is written there, else local time of the site, whose clock
 * only the service knows; a time within a file's day is its midnight where none is written.
 *
 * @returns undefined for what is not of the format
 */
export function timestampIn(cell: Cell, format: DateFormat): string | undefined {
  const text = String(cell).trim()
  const order = orders[format]
  if (!order) return counted(text, format)
  const found = order.exec(text)?.groups
  if (!found) return undefined
  const { year = '', month = '', day = '' } = found
  const date = [year.length === 2 ? `20${year}` : year, month.padStart(2, '0'), day.padStart(2, '0')].join('-')
  const isInCalendar = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31
  const clock = clockIn(found['time'] ?? '00:00')
  return isInCalendar && clock !== undefined ? `${date}T${clock}` : undefined
}

function clockIn(text: string): string | undefined {
  const found = time.exec(text.trim())?.groups
  if (!found) return undefined
  const { hour = '', minute = '', second = '00', half, offset = '' } = found
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0)
  if (hours > 23) return undefined
  const colon = /^[+-]\d{4}$/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset.toUpperCase()
  return `${String(hours).padStart(2, '0')}:${minute}:${second}${colon}`
}

function counted(text: string, format: DateFormat): string | undefined {
  if (format !== 'excel' && format !== 'unix' && format !== 'unixMs') return undefined
  if (!/^\d+([.,]\d+)?$/.test(text)) return undefined
  const number = Number(text.replace(',', '.'))
  const [least, most] = plausible[format]
  if (number < least || number > most) return undefined
  if (format === 'excel') return localText(new Date(excelBegin + number * dayMilliseconds))
  return new Date(format === 'unix' ? number * 1000 : number).toISOString()
}

/** The local time that a workbook's date shows; workbooks know no zones, so it comes as if it were UTC. */
export function localText(date: Date): string {
  // Their fractions of days are seldom whole seconds.
  const whole = new Date(Math.round(date.getTime() / 1000) * 1000)
  return whole.toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length)
}
