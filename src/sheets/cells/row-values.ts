import type { AmendedValues } from '../../readings/recording/amendment.ts'
import type { RowCells, SheetValues } from './human-cells.ts'
import type { Field } from './sheet-layout.ts'
import { toSerial } from './sheet-rows.ts'

/** What a person may change in a row. */
export type ValueField = Exclude<Field, 'id'>
export type RowValues = Pick<AmendedValues, ValueField>

export const valueFields = ['timestamp', 'inverter', 'meter', 'source', 'note'] as const satisfies readonly ValueField[]
/** The source of a row that names none. */
export const unnamedSource = 'sheet'
const millisecondsPerDay = 86_400_000

/** Whether a cell holds exactly what is written there for this value, in one of the time zones. */
export function isShown(cells: RowCells, values: RowValues, field: ValueField, timeZones: readonly string[]): boolean {
  const cell = cells[field] ?? ''
  const value = values[field]
  if (field === 'timestamp') return timeZones.some((timeZone) => isSerialOf(cell, values.timestamp, timeZone))
  if (typeof value === 'number') return cell === value / 1000
  return cell === (value ?? '')
}

function isSerialOf(cell: unknown, timestamp: number, timeZone: string): boolean {
  return typeof cell === 'number' && Math.abs(cell - toSerial(timestamp, timeZone)) * millisecondsPerDay < 0.5
}

export function fieldsNotShown(cells: RowCells, values: RowValues, timeZones: readonly string[]): ValueField[] {
  return valueFields.filter((field) => !isShown(cells, values, field, timeZones))
}

/** The fields whose cells hold what none of the revisions has said. */
export function fieldsNeverShown(
  cells: RowCells,
  revisions: readonly RowValues[],
  timeZones: readonly string[],
): ValueField[] {
  return valueFields.filter((field) => !revisions.some((values) => isShown(cells, values, field, timeZones)))
}

/** The values of a row as a reading may hold them, or what it lacks. */
export function readingValues(values: SheetValues): RowValues | { problem: string } {
  if (values.timestamp === null) return { problem: 'The timestamp is missing; write a date and time' }
  if (values.inverter === null && values.meter === null)
    return { problem: 'Inverter_kWh and Meter_Value are both empty; write at least one of them, or delete the row' }
  return {
    timestamp: values.timestamp,
    inverter: values.inverter,
    meter: values.meter,
    source: values.source ?? unnamedSource,
    note: values.note,
  }
}

export function areSame(one: RowValues, other: RowValues): boolean {
  return valueFields.every((field) => one[field] === other[field])
}

/** The values of one row under those of another, field by field. */
export function withFields(values: RowValues, fields: readonly ValueField[], source: RowValues): RowValues {
  return { ...pick(values), ...Object.fromEntries(fields.map((field) => [field, source[field]])) }
}

function pick({ timestamp, inverter, meter, source, note }: RowValues): RowValues {
  return { timestamp, inverter, meter, source, note }
}
