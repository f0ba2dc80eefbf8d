import { fromSerial } from '../../src/sheets/cells/sheet-rows.ts'
import type { Claim } from './claims.ts'
import type { Stage } from './scene.ts'

type Field = Claim['field']

/** What a person in Germany types. */
export function textOf(edited: Field, number: number): string {
  if (edited === 'note') return `typed ${number}`
  if (edited === 'source') return `person ${number}`
  if (edited !== 'timestamp') return `${800 + (number % 100)}.${String(number).padStart(3, '0')},5`
  const time = new Date(Date.UTC(2024, 1, 1) + number * 60_000).toISOString()
  return `${time.slice(8, 10)}.${time.slice(5, 7)}.2024 ${time.slice(11, 16)}`
}

/** What it means to the ledger once Google has made a cell of it. */
export function meaningOf({ spreadsheet }: Stage, edited: Field, cell: number | string): number | string {
  if (typeof cell === 'string') return cell
  return edited === 'timestamp' ? fromSerial(cell, spreadsheet.timeZone) : Math.round(cell * 1000)
}
