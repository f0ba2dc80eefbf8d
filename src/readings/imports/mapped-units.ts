import type { MappedCounter } from './import-map.ts'

export type Unit = MappedCounter['unit']

/** Powers of ten from the unit to thousandths of a kWh; of a kW for power. */
const exponents: Readonly<Record<Unit, number>> = { Wh: 0, W: 0, kWh: 3, kW: 3, MWh: 6 }
const units = Object.keys(exponents) as Unit[]

/** The unit that a header's cell names at its end, in brackets: `Import (Wh)`, `[kWh]`. */
export function unitNamed(cell: string): Unit | undefined {
  const [, name] = /[([]([kM]?Wh?)[)\]]\s*$/i.exec(cell) ?? []
  return units.find((unit) => unit.toLowerCase() === name?.toLowerCase())
}

export function isPower(unit: Unit): boolean {
  return unit === 'W' || unit === 'kW'
}

/** In thousandths of a kWh, or of a kW; by the number's digits, since 1.005 times 1000 is not 1005. */
export function inThousandths(number: number, unit: Unit): number {
  const product = number * 10 ** exponents[unit]
  return Number.isInteger(product) ? product : Number(`${number}e${exponents[unit]}`)
}
