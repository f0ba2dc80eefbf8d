import type { SiteJson } from '../../../src/sites/sites-routes.ts'
import { readDecimal } from '../locale/decimal.ts'
import { counterText } from '../locale/numbers.ts'
import { spreadsheetIdIn } from './spreadsheet-link.ts'
import { texts } from './texts.ts'

/** A site's settings as a form holds them. */
export interface TypedSite {
  name: string
  timeZone: string
  digits: string
  meterMaxPerDay: string
  inverterMaxPerDay: string
  expectEveryHours: string
  hasSheet: boolean
  sheetLink: string
  tab: string
}

export function typedSite({ name, timeZone, meter, inverter, expectEveryHours, sheet }: SiteJson): TypedSite {
  return {
    name,
    timeZone,
    digits: textOf(meter.digits),
    meterMaxPerDay: textOf(meter.maxPerDay),
    inverterMaxPerDay: textOf(inverter.maxPerDay),
    expectEveryHours: textOf(expectEveryHours),
    hasSheet: sheet !== null,
    sheetLink: sheet === null ? '' : `https://docs.google.com/spreadsheets/d/${sheet.id}/edit`,
    tab: sheet?.tab ?? '',
  }
}

/** What is no number or no link, by its field. */
export function mistakesIn(typed: TypedSite): Partial<Record<keyof TypedSite, string>> {
  const { digits, sheetLink, hasSheet } = typed
  const mistakes: Partial<Record<keyof TypedSite, string>> = {}
  if (digits.trim() !== '' && !/^([1-9]|1[0-2])$/.test(digits.trim())) mistakes.digits = texts.badDigits
  for (const field of ['meterMaxPerDay', 'inverterMaxPerDay', 'expectEveryHours'] as const)
    if (typed[field].trim() !== '' && readDecimal(typed[field]) === undefined) mistakes[field] = texts.notANumber
  if (hasSheet && sheetLink.trim() !== '' && spreadsheetIdIn(sheetLink) === undefined)
    mistakes.sheetLink = texts.fields.badLink
  return mistakes
}

/** As the service takes it. */
export function settingsOf(typed: TypedSite) {
  const id = spreadsheetIdIn(typed.sheetLink)
  const tab = typed.tab.trim()
  return {
    name: typed.name.trim(),
    timeZone: typed.timeZone,
    meter: { digits: numberIn(typed.digits), maxPerDay: numberIn(typed.meterMaxPerDay) },
    inverter: { maxPerDay: numberIn(typed.inverterMaxPerDay) },
    expectEveryHours: numberIn(typed.expectEveryHours),
    sheet: typed.hasSheet ? { ...(id !== undefined && { id }), ...(tab !== '' && { tab }) } : null,
  }
}

/** The settings that are other than before: what came from elsewhere, such as a default, stays so until it is changed. */
export function changesTo(typed: TypedSite, before: TypedSite): object {
  const earlier: Readonly<Record<string, unknown>> = settingsOf(before)
  const isChanged = ([name, value]: [string, unknown]) => JSON.stringify(value) !== JSON.stringify(earlier[name])
  return Object.fromEntries(Object.entries(settingsOf(typed)).filter(isChanged))
}

function numberIn(text: string): number | null {
  return readDecimal(text) ?? null
}

function textOf(value: number | null): string {
  return value === null ? '' : counterText(value)
}
