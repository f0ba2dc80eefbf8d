import { type InputError, Problem } from '../../problem.ts'
import { fromThousandths, type Reading, type ReadingValues } from '../reading.ts'
import { formatTimestamp } from '../timestamp.ts'
import type { BulkRow } from './bulk.ts'

/** The header of the sheet, and so of every export. */
export const csvHeader = ['Timestamp', 'Inverter_kWh', 'Meter_Value', 'Source', 'Note', 'Reading_ID'] as const

const fields: Readonly<Record<string, string>> = {
  timestamp: 'timestamp',
  inverterkwh: 'inverterKwh',
  metervalue: 'meterValue',
  source: 'source',
  note: 'note',
  site: 'site',
  // What an export adds is read and not believed.
  readingid: '',
  recordedat: '',
  sheet: '',
}

/** The separator of a CSV: the one of comma, semicolon and tab that its first line holds most of. */
export function separatorOf(text: string): string {
  const [header = ''] = text.split(/\r?\n/, 1)
  const counted = [',', ';', '\t'].map((separator) => ({ separator, count: header.split(separator).length }))
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).separator
}

/** Names the fields of a header, in any case and order. @throws Problem 400 naming the column that is missing or unknown */
export function csvColumns(header: readonly string[]): (string | false)[] {
  const names = header.map((name) =>
    name
      .trim()
      .toLowerCase()
      .replaceAll(/[_\s-]/g, ''),
  )
  const errors = names.flatMap((name, index): InputError[] => {
    if (!(name in fields))
      return [
        {
          path: `/header/${index}`,
          message: `${header[index]?.slice(0, 64)} is no known column; known are ${csvHeader.join(', ')}`,
        },
      ]
    return names.indexOf(name) < index
      ? [{ path: `/header/${index}`, message: `${header[index]} stands there twice` }]
      : []
  })
  if (!names.includes('timestamp')) errors.push({ path: '/header', message: 'the column Timestamp is missing' })
  if (!(names.includes('inverterkwh') || names.includes('metervalue')))
    errors.push({
      path: '/header',
      message: 'Inverter_kWh or Meter_Value is missing; at least one of them must be there',
    })
  if (errors.length > 0)
    throw new Problem(400, 'The header of the CSV is not as it should be; see errors.', { type: 'csv-header', errors })
  return names.map((name) => fields[name] || false)
}

/** A line of a CSV as a row to check. A decimal comma is read where the separator is not the comma. */
export function csvRow(record: Readonly<Record<string, string>>, separator: string): BulkRow {
  const value: Record<string, unknown> = {}
  const errors: InputError[] = []
  for (const [field, raw] of Object.entries(record)) {
    const text = field === 'note' ? raw : raw.trim()
    if (text === '') continue
    if (field !== 'inverterKwh' && field !== 'meterValue') {
      value[field] = text
      continue
    }
    const number = decimal(text, separator)
    if (number === undefined) errors.push({ path: `/${field}`, message: `is no number: ${text.slice(0, 40)}` })
    else value[field] = number
  }
  if (value['timestamp'] === undefined) errors.push({ path: '/timestamp', message: 'is required' })
  return errors.length > 0 ? { errors } : { value }
}

/** A number of a CSV; undefined for what is none. */
export function decimal(text: string, separator: string): number | undefined {
  const form = separator === ',' ? /^[+-]?\d+(\.\d+)?$/ : /^[+-]?\d+([.,]\d+)?$/
  return form.test(text) ? Number(text.replace(',', '.')) : undefined
}

/** A reading as a line of CSV (RFC 4180), without the line break. */
export function csvLine(reading: ReadingValues & Pick<Reading, 'id' | 'source'>): string {
  return [
    formatTimestamp(reading.timestamp),
    fromThousandths(reading.inverter) ?? '',
    fromThousandths(reading.meter) ?? '',
    quoted(reading.source),
    quoted(reading.note ?? ''),
    reading.id,
  ].join(',')
}

function quoted(text: string): string {
  return /[",\r\n\t;]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
