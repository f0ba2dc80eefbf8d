/** A reading as far as the utility is concerned; counters in thousandths, instants in milliseconds, UTC. */
export interface UtilityReading {
  id: string
  site: string
  timestamp: number
  inverter: number | null
  meter: number | null
}

export interface UtilityReadings {
  /** The newest reading that has an inverter's value, and the newest that has a meter's. */
  current(
    site: string,
  ): Promise<{ inverter: UtilityReading | undefined; meter: UtilityReading | undefined } | undefined>
  /** @throws Problem 404 where there is none, or it was withdrawn */
  find(id: string): Promise<UtilityReading>
}

interface FoundSite {
  timeZone: string
  meterDigits: number | null
}

export interface UtilitySites {
  find(site: string): FoundSite | undefined | Promise<FoundSite | undefined>
}
