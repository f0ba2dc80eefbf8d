import { refusalAt } from '../service/api-error.ts'
import type { TypedSite } from './typed-site.ts'

/** The form's fields by the service's. */
const fields = {
  site: 'site',
  name: 'name',
  timeZone: 'timeZone',
  'meter/digits': 'digits',
  'meter/maxPerDay': 'meterMaxPerDay',
  'inverter/maxPerDay': 'inverterMaxPerDay',
  expectEveryHours: 'expectEveryHours',
  'sheet/id': 'sheetLink',
  'sheet/tab': 'tab',
} as const satisfies Record<string, keyof TypedSite | 'site'>

type Path = keyof typeof fields

/** What a refusal says about the fields of a site's form, and the refusal itself where it is about none. */
export function siteRefusal(error: Error | null) {
  const { at, rest } = refusalAt(error, Object.keys(fields) as Path[])
  const errors: Partial<Record<keyof TypedSite | 'site', string>> = {}
  for (const [path, sentence] of Object.entries(at)) errors[fields[path as Path]] = sentence
  return { errors, rest }
}
