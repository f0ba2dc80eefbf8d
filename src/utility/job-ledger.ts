import { csvHeader, csvLine } from '../readings/reading-csv.ts'
import type { JobLedger } from './connector.ts'
import type { UtilityReadings } from './surroundings.ts'
import type { ValueRule } from './value.ts'

interface LedgerPlace {
  site: string
  timeZone: string
  field: ValueRule['field']
  /** Undefined in a rehearsal before the first reading. */
  readingId: string | undefined
  readingAt: number
}

/** Answers a connector's questions about one reading from the ledger, when they are asked. */
export function jobLedger(readings: Pick<UtilityReadings, 'find' | 'energyBetween'>, place: LedgerPlace): JobLedger {
  const { site, timeZone, field, readingId, readingAt } = place
  return {
    csv: async () => {
      const lines = readingId === undefined ? [] : [csvLine(await readings.find(readingId, site))]
      return [csvHeader.join(','), ...lines, ''].join('\r\n')
    },
    energyOfDay: () => {
      const dayStart = Temporal.Instant.fromEpochMilliseconds(readingAt).toZonedDateTimeISO(timeZone).startOfDay()
      return readings.energyBetween(site, field, dayStart.epochMilliseconds, readingAt)
    },
  }
}
