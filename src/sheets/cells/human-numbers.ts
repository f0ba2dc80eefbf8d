import { type LocaleStyle, plain } from './human-locale.ts'

const separators = /[^\d]/g
const known = /^[\d., '٫٬]+$/
const decimals: readonly string[] = ['.', ',', '٫']

/**
 * Reads a number as people write it in the locale: `1.234,5`, `1 234,5 kWh`. What is not written so is read where only
 * one reading makes sense: `1,234.5` is one number everywhere, `1.234` is a thousand to some and one to others.
 */
export function parseNumber(text: string, style: LocaleStyle): number | undefined {
  const written = plain(text.trim(), style.digits).replace(/ ?kwh$/, '')
  const isNegative = written.startsWith('-')
  const body = written.replace(/^[+-] ?/, '')
  if (!known.test(body)) return undefined
  const used = [...new Set(body.match(separators))]
  const value = readAsLocale(body, used, style) ?? readAlone(body, used)
  return value === undefined || !isNegative ? value : -value
}

function readAsLocale(body: string, used: readonly string[], style: LocaleStyle): number | undefined {
  if (!used.every((separator) => separator === style.group || separator === style.decimal)) return undefined
  return readAs(body, style)
}

/** The one way to read it, if there is but one. */
function readAlone(body: string, used: readonly string[]): number | undefined {
  const [first = '', second = ''] = used
  if (used.length > 2) return undefined
  const ways = used.length === 2 ? [{ group: first, decimal: second }] : alternatives(first)
  const values = ways
    .filter(({ decimal }) => decimal === '' || decimals.includes(decimal))
    .map((way) => readAs(body, { ...way, hasPairs: false }))
    .filter((value) => value !== undefined)
  return values.length === 1 ? values[0] : undefined
}

function alternatives(separator: string): { group: string; decimal: string }[] {
  return [
    { group: separator, decimal: '' },
    { group: '', decimal: separator },
  ]
}

type Way = Pick<LocaleStyle, 'group' | 'decimal' | 'hasPairs'>

function readAs(body: string, { group, decimal, hasPairs }: Way): number | undefined {
  const [whole = '', fraction, ...more] = decimal === '' ? [body] : body.split(decimal)
  if (more.length > 0 || (fraction !== undefined && !/^\d+$/.test(fraction))) return undefined
  const digits = ungrouped(whole, group, hasPairs)
  if (digits === undefined || (digits === '' && fraction === undefined)) return undefined
  return Number(`${digits}.${fraction ?? '0'}`)
}

function ungrouped(whole: string, group: string, hasPairs: boolean): string | undefined {
  if (/^\d*$/.test(whole)) return whole
  if (group === '') return undefined
  const groups = whole.split(group)
  const shape = groups.map((digits) => (/^\d+$/.test(digits) ? digits.length : 0))
  const [first = 0, ...others] = shape
  const last = others.pop()
  const isByThousands = first >= 1 && first <= 3 && others.every((length) => length === 3)
  const isByPairs = hasPairs && first >= 1 && first <= 2 && others.every((length) => length === 2)
  return last === 3 && (isByThousands || isByPairs) && !whole.startsWith('0') ? groups.join('') : undefined
}
