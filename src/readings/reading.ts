import type { InputError } from '../problem.ts'
import type { Doubt } from './doubts/doubt.ts'
import { parseTimestamp, type TimestampError } from './timestamp.ts'

/** What a reading says. Counters are whole thousandths (of a kWh, or of the meter's unit), exact in sums. */
export interface ReadingValues {
  /** Milliseconds since the epoch, UTC. */
  timestamp: number
  inverter: number | null
  meter: number | null
  note: string | null
}

/** A reading as the ledger holds it. */
export interface Reading extends ReadingValues {
  site: string
  id: string
  source: string
  recordedAt: number
  revision: number
  withdrawnAt: number | null
  /** The revision that the sheet shows, 0 for none, and in which row. */
  sheetRevision: number
  sheetRow: number | null
  /** Why it may be wrong; empty once a person has vouched for it. */
  doubts: readonly Doubt[]
}

/** A reading on its way into the ledger. */
export interface Draft extends ReadingValues {
  site: string
  source: string
  /** A UUID of the client's own, so that a retry is known as one. */
  id: string | undefined
}

/** What a caller gives, already of the right types and lengths. */
export interface RecordInput {
  id?: string
  site?: string
  timestamp?: string
  inverterKwh?: number | null
  meterValue?: number | null
  source?: string
  note?: string | null
}

export interface RecordContext {
  site: string
  timeZone: string
  /** The source of a reading that names none. */
  defaultSource: string
  now: number
}

const earliest = Date.UTC(2000, 0, 1)
const aheadMilliseconds = 5 * 60_000
/** Counters run up to 1e9, so thousandths stay far below 2^53. */
export const largestValue = 1e9

/** Makes a draft of what a caller gave, or tells what is wrong, by field. */
export function draftOf(input: RecordInput, context: RecordContext): Draft | InputError[] {
  const errors: InputError[] = []
  const timestamp = input.timestamp === undefined ? context.now : checkedTimestamp(input.timestamp, context)
  if (typeof timestamp !== 'number') errors.push({ path: '/timestamp', message: timestamp.message })
  if (input.inverterKwh == null && input.meterValue == null)
    errors.push({
      path: '/meterValue',
      message: 'is required, or inverterKwh is: a reading holds at least one of them',
    })
  if (errors.length > 0 || typeof timestamp !== 'number') return errors
  return {
    id: input.id?.toLowerCase(),
    site: context.site,
    timestamp,
    inverter: input.inverterKwh == null ? null : toThousandths(input.inverterKwh),
    meter: input.meterValue == null ? null : toThousandths(input.meterValue),
    source: input.source ?? context.defaultSource,
    note: input.note || null,
  }
}

/** Reads a timestamp and checks that a reading may bear it: from 2000 on, at most five minutes ahead. */
export function checkedTimestamp(
  text: string,
  { timeZone, now }: { timeZone: string; now: number },
): number | TimestampError {
  const timestamp = parseTimestamp(text, timeZone)
  return typeof timestamp === 'number' ? checkedInstant(timestamp, now) : timestamp
}

/** Checks that a reading may bear this instant: from 2000 on, at most five minutes ahead. */
export function checkedInstant(timestamp: number, now: number): number | TimestampError {
  if (timestamp < earliest) return { message: 'lies before the year 2000' }
  if (timestamp > now + aheadMilliseconds) return { message: 'lies more than 5 minutes ahead' }
  return timestamp
}

/** Rounds a decimal to whole thousandths, half up on its decimal digits (1.0005 gives 1001, whatever its binary form). */
export function toThousandths(value: number): number {
  const scaled = value * 1000
  if (Number.isInteger(scaled)) return scaled + 0
  return value < 0.000_5 ? 0 : Math.round(Number(`${value}e3`))
}

export function fromThousandths(thousandths: number | null): number | null {
  return thousandths === null ? null : thousandths / 1000
}

/** Whether two readings of the same site, source and instant say the same; a note alone makes no difference. */
export function saysTheSame(one: ReadingValues, other: ReadingValues): boolean {
  return one.inverter === other.inverter && one.meter === other.meter
}
