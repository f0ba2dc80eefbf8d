import type { ValueRule } from './submissions/value.ts'

/** A reading as far as the utility is concerned; counters in thousandths, instants in milliseconds, UTC. */
export interface UtilityReading {
  id: string
  site: string
  timestamp: number
  inverter: number | null
  meter: number | null
  source: string
  note: string | null
}

export interface UtilityReadings {
  /** The newest reading that has an inverter's value, and the newest that has a meter's. */
  current(
    site: string,
  ): Promise<{ inverter: UtilityReading | undefined; meter: UtilityReading | undefined } | undefined>
  /** @throws Problem 404 where there is none, or it was withdrawn; 409 where several sites have one and none is named */
  find(id: string, site?: string): Promise<UtilityReading>
  /** Why the reading may be wrong, in plain sentences; null where nobody doubts it or a person has vouched for it. */
  findDoubt(id: string, site: string): Promise<string | null>
  /** A person vouches for the reading. @throws Problem 404 */
  confirm(id: string, by: string, note: string, site: string): Promise<unknown>
  /** The energy of a counter between two instants, in thousandths; null where there is no reading on both sides. */
  energyBetween(site: string, field: ValueRule['field'], from: number, to: number): Promise<number | null>
}

export interface NarrowableReadings extends UtilityReadings {
  /** What an account can find and vouch for that knows these sites only. */
  within(sites: ReadonlySet<string>): Pick<UtilityReadings, 'find' | 'confirm'>
}

interface FoundSite {
  timeZone: string
  meterDigits: number | null
}

export interface UtilitySites {
  find(site: string): FoundSite | undefined | Promise<FoundSite | undefined>
}
