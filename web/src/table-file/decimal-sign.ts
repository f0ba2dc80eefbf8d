import type { Cell } from './cells.ts'

export const decimalSigns = ['.', ','] as const
export type DecimalSign = (typeof decimalSigns)[number]

const spaces = /[\s\u00a0\u202f'’]/gu
const unit = /(k|m)?wh$/i
const forms = {
  '.': /^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/,
  ',': /^[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$/,
}

/** The decimal sign of numbers: the one with which more of them are numbers; undefined where all are so with both. */
export function decimalSignOf(cells: Iterable<Cell>): DecimalSign | undefined {
  const votes = { '.': 0, ',': 0 }
  for (const cell of cells) {
    if (typeof cell === 'number') continue
    const plain = plainOf(cell)
    const fits = { '.': forms['.'].test(plain), ',': forms[','].test(plain) }
    if (fits['.'] !== fits[',']) votes[fits['.'] ? '.' : ',']++
  }
  if (votes['.'] === votes[',']) return undefined
  return votes['.'] > votes[','] ? '.' : ','
}

/** A number of a file, with or without signs between thousands and its unit; undefined for what is none. */
export function numberIn(cell: Cell, sign: DecimalSign): number | undefined {
  if (typeof cell === 'number') return cell
  const plain = plainOf(cell)
  if (!forms[sign].test(plain)) return undefined
  return Number(plain.replaceAll(sign === '.' ? ',' : '.', '').replace(',', '.'))
}

function plainOf(text: string): string {
  return text.replaceAll(spaces, '').replace(unit, '')
}
