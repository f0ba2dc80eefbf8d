export const valueFields = ['meterValue', 'inverterKwh'] as const
export const roundings = ['down', 'nearest'] as const

/** Which counter goes to the utility, with how many decimals, and how it is rounded to them. */
export interface ValueRule {
  field: (typeof valueFields)[number]
  decimals: number
  rounding: (typeof roundings)[number]
}

/** The decimals that a quantity in thousandths can have. */
export const mostDecimals = 3

/** Rounds thousandths to whole steps of `10^-decimals`; the result is in thousandths again. */
export function roundThousandths(thousandths: number, { decimals, rounding }: Omit<ValueRule, 'field'>): number {
  const step = 10 ** (mostDecimals - decimals)
  const rest = thousandths % step
  const isUp = rounding === 'nearest' && rest * 2 >= step
  return thousandths - rest + (isUp ? step : 0)
}

/** Writes thousandths with exactly so many decimals, cutting off what is finer. */
export function decimalText(thousandths: number, decimals: number, separator = '.'): string {
  const digits = String(thousandths).padStart(mostDecimals + 1, '0')
  const whole = digits.slice(0, -mostDecimals)
  return decimals === 0 ? whole : whole + separator + digits.slice(-mostDecimals).slice(0, decimals)
}

/**
 * Reads a number that somebody else wrote, with a decimal point or comma, exactly.
 * Returns thousandths, or undefined where it is no plain number or finer than thousandths.
 */
export function readThousandths(value: unknown): number | undefined {
  const text = typeof value === 'number' ? String(value) : value
  const match = typeof text === 'string' ? /^\s*(\d{1,12})(?:[.,](\d+?)0*)?\s*$/.exec(text) : null
  const [, whole = '', fraction = ''] = match ?? []
  if (!match || (fraction.length > mostDecimals && !/^0+$/.test(fraction))) return undefined
  return Number(whole) * 1000 + Number(fraction.slice(0, mostDecimals).padEnd(mostDecimals, '0'))
}

/** The counter of a reading that the rule names, in thousandths and not yet rounded; null where it has none. */
export function countedValue(
  reading: { inverter: number | null; meter: number | null },
  { field }: Pick<ValueRule, 'field'>,
): number | null {
  return field === 'meterValue' ? reading.meter : reading.inverter
}
