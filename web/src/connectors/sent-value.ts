import type { ValueRule } from '../../../src/utility/submissions/value.ts'

const decimalsKept = 3

/** A counter's value as a connector would send it. */
export function sentText(kilowattHours: number, { decimals, rounding }: ValueRule): string {
  const thousandths = Math.round(kilowattHours * 10 ** decimalsKept)
  const steps = thousandths / 10 ** (decimalsKept - decimals)
  return ((rounding === 'down' ? Math.floor(steps) : Math.round(steps)) / 10 ** decimals).toFixed(decimals)
}
