import { invalid } from './google-error.ts'
import type { FakeCell, FakeSpreadsheet } from './model.ts'
import { rawValue } from './ranges.ts'

const millisecondsPerDay = 86_400_000
const epoch = Date.UTC(1899, 11, 30)
const valueOptions = ['FORMATTED_VALUE', 'UNFORMATTED_VALUE', 'FORMULA']
const dateOptions = ['SERIAL_NUMBER', 'FORMATTED_STRING']

/**
 * How cells are given out, by `valueRenderOption` (default `FORMATTED_VALUE`) and `dateTimeRenderOption` (default
 * `SERIAL_NUMBER`, without effect on formatted values):
 * https://developers.google.com/workspace/sheets/api/reference/rest/v4/ValueRenderOption
 */
export function createRenderer(
  { locale }: FakeSpreadsheet,
  query: URLSearchParams,
): (cell: FakeCell | undefined) => unknown {
  const values = choose(query, 'valueRenderOption', valueOptions)
  const dates = choose(query, 'dateTimeRenderOption', dateOptions)
  const formatted = (cell: FakeCell | undefined): unknown => format(cell, locale)
  if (values === 'FORMATTED_VALUE') return formatted
  return (cell) => {
    const formula = cell?.userEnteredValue?.formulaValue
    if (values === 'FORMULA' && formula !== undefined) return formula
    return dates === 'FORMATTED_STRING' && isDate(cell) ? formatted(cell) : rawValue(cell)
  }
}

function choose(query: URLSearchParams, name: string, known: readonly string[]): string {
  const chosen = query.get(name) ?? known[0] ?? ''
  if (!known.includes(chosen)) throw invalid(`Invalid value at '${name}': "${chosen}"`)
  return chosen
}

function patternOf(cell: FakeCell | undefined): { type?: string; pattern?: string } {
  return (cell?.userEnteredFormat?.['numberFormat'] ?? {}) as { type?: string; pattern?: string }
}

function isDate(cell: FakeCell | undefined): boolean {
  return patternOf(cell).type?.startsWith('DATE') ?? false
}

function format(cell: FakeCell | undefined, locale: string): unknown {
  const value = rawValue(cell)
  if (typeof value === 'boolean') return String(value).toUpperCase()
  if (typeof value !== 'number') return value
  const { pattern = '' } = patternOf(cell)
  if (isDate(cell)) return formatDate(value, pattern)
  const decimals = /\.(0+)/.exec(pattern)?.[1]?.length
  return new Intl.NumberFormat(locale.replace('_', '-'), {
    useGrouping: false,
    minimumFractionDigits: decimals ?? 0,
    maximumFractionDigits: decimals ?? 10,
  }).format(value)
}

function formatDate(serial: number, pattern: string): string {
  const [date = '', time = ''] = new Date(epoch + Math.round(serial * 86_400) * (millisecondsPerDay / 86_400))
    .toISOString()
    .split('T')
  return /h/.test(pattern) ? `${date} ${time.slice(0, 8)}` : date
}
