import { locale } from '../texts/language.ts'

const upTo3 = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 })

/** A counter's value, to the thousandth. */
export function counterText(value: number): string {
  return upTo3.format(value)
}
