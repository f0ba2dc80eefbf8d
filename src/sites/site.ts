/** A tab of a spreadsheet. */
export interface SheetPlace {
  /** The spreadsheet's id, as in its address. */
  id: string
  tab: string
}

/** A place with its meters. Quantities are thousandths (of a kWh, or of the meter's unit). */
export interface Site {
  site: string
  name: string
  /** IANA. */
  timeZone: string
  /** Where people see the readings; null where they see them in no sheet. */
  sheet: SheetPlace | null
  /** The whole digits that the meter shows. */
  meterDigits: number | null
  /** The most that can be true for one day. */
  meterMaxPerDay: number | null
  inverterMaxPerDay: number | null
  /** How often a reading is expected. */
  expectEveryMilliseconds: number | null
}

/** The site that is there from the start. */
export const homeSite = 'home'

/** Google takes two tabs whose names differ in case alone for the same. */
export function isSamePlace(one: SheetPlace, other: SheetPlace): boolean {
  return one.id === other.id && one.tab.toLowerCase() === other.tab.toLowerCase()
}
