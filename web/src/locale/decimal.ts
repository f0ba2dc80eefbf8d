import { locale } from '../texts/language.ts'
import { lazily } from './lazily.ts'

const groupSign = lazily(() => {
  const parts = new Intl.NumberFormat(locale).formatToParts(1234.5)
  return parts.find(({ type }) => type === 'group')?.value ?? ','
})

/**
 * Reads a number as people type it: with a decimal comma or point, with or without signs between thousands. A single
 * sign that may be either is the one that it is in the person's language.
 *
 * @returns undefined for what is no number of 0 or more
 */
export function readDecimal(text: string): number | undefined {
  const plain = text.replaceAll(/[\s\u00a0\u202f'’_]/gu, '')
  if (!/^\d[\d.,]*$/.test(plain)) return undefined
  const decimal = decimalSignOf(plain)
  const [whole = '', fraction = '', ...more] = decimal === undefined ? [plain] : plain.split(decimal)
  if (more.length > 0 || !/^\d*$/.test(fraction)) return undefined
  return Number(`${whole.replaceAll(/[.,]/g, '')}.${fraction || '0'}`)
}

function decimalSignOf(plain: string): string | undefined {
  const signs = new Set(plain.replaceAll(/\d/g, ''))
  const last = /[.,](?=\d*$)/.exec(plain)?.[0]
  if (signs.size === 2) return last
  const isGrouped = /^\d{1,3}([.,]\d{3})+$/.test(plain)
  const isRepeated = plain.split(/[.,]/).length > 2
  return isGrouped && (isRepeated || last === groupSign()) ? undefined : last
}
