import { locale } from '../texts/language.ts'
import { lazily } from './lazily.ts'

const upTo3 = lazily(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }))
const upTo2 = lazily(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }))
const upTo1 = lazily(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }))
const whole = lazily(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }))

/** A counter's value, to the thousandth. */
export function counterText(value: number): string {
  return upTo3().format(value)
}

/** An amount of energy, as exact as people read it. */
export function amountText(kilowattHours: number): string {
  const size = Math.abs(kilowattHours)
  if (size < 10) return upTo2().format(kilowattHours)
  return (size < 1000 ? upTo1() : whole()).format(kilowattHours)
}

const signedPercent = lazily(
  () => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0, signDisplay: 'exceptZero' }),
)

/** A change, such as +12 %. */
export function changeText(share: number): string {
  return signedPercent().format(share)
}

const sizes: [unit: string, bytes: number][] = [
  ['gigabyte', 1e9],
  ['megabyte', 1e6],
  ['kilobyte', 1e3],
]

/** The size of a file, such as 1.2 MB. */
export function sizeText(bytes: number): string {
  const [unit, size] = sizes.find(([, least]) => bytes >= least) ?? ['kilobyte', 1e3]
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 1 }).format(bytes / size)
}
