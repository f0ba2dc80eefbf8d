import type { Connector, ConnectorContext, Job } from '../connector.ts'
import type { Placement } from '../placeholders.ts'
import type { PvoutputClient } from './pvoutput-client.ts'

export interface PvoutputParts {
  context: ConnectorContext
  client: PvoutputClient
}

/** One of PVOutput's two ways to take a reading. */
export interface PvoutputService extends Pick<Connector, 'send' | 'sendBatch' | 'lookUp'> {
  /** What would be sent. */
  fill(job: Job): Promise<{ isPossible: boolean; detail: string }>
}

/** Where PVOutput keeps a reading: the day, and for a status the time, as the site's clocks show them. */
export interface PvoutputKey {
  /** YYYYMMDD */
  date: string
  /** HH:MM */
  time: string
}

export function keyOf({ readingAt, timeZone }: Pick<Placement, 'readingAt' | 'timeZone'>): PvoutputKey {
  const local = Temporal.Instant.fromEpochMilliseconds(readingAt).toZonedDateTimeISO(timeZone)
  return {
    date: local.toPlainDate().toString().replaceAll('-', ''),
    time: local.toPlainTime().toString({ smallestUnit: 'minute' }),
  }
}

/** An inverter's counter is energy generated; the meter's is energy consumed. */
export function isGeneration({ rule }: Pick<Placement, 'rule'>): boolean {
  return rule.field === 'inverterKwh'
}

/** Whether a field of PVOutput's comma-separated answers holds a number. */
export function wattHoursIn(field: string | undefined): number | undefined {
  return field !== undefined && /^\d+(\.\d+)?$/.test(field) ? Number(field) : undefined
}
