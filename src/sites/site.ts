/** A place with its meters. */
export interface Site {
  site: string
  name: string
  /** IANA. */
  timeZone: string
  sheet: { id: string; tab: string | null } | null
  meterDigits: number | null
}
