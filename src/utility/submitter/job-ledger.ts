import { csvHeader, csvLine } from '../../readings/bulk/reading-csv.ts'
import type { JobLedger } from '../connectors/connector.ts'
import type { ValueRule } from '../submissions/value.ts'
import type { UtilityReadings } from '../surroundings.ts'

interface LedgerPlace {
  site: string
  timeZone: string
  field: ValueRule['field']
  /** Undefined in a rehearsal before the first reading. */
  readingId: string | undefined
  readingAt: number
  /** Whether the connector has handed over a later reading from before an instant; undefined where none is handed over. */
  isOvertaken?(before: number): Promise<boolean>
}

/** Answers a connector's questions about one reading from the ledger, when they are asked. */
export function jobLedger(readings: Pick<UtilityReadings, 'find' | 'energyBetween'>, place: LedgerPlace): JobLedger {
  const { site, timeZone, field, readingId, readingAt } = place
  const dayStart = () => Temporal.Instant.fromEpochMilliseconds(readingAt).toZonedDateTimeISO(timeZone).startOfDay()
  return {
    csv: async () => {
      const lines = readingId === undefined ? [] : [csvLine(await readings.find(readingId, site))]
      return [csvHeader.join(','), ...lines, ''].join('\r\n')
    },
    energyOfDay: () => readings.energyBetween(site, field, dayStart().epochMilliseconds, readingAt),
    isOvertaken: async () =>
      (await place.isOvertaken?.(dayStart().add({ days: 1 }).startOfDay().epochMilliseconds)) ?? false,
  }
}
