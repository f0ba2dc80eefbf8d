import { checkOf } from '../../input-check.ts'
import { type InputError, Problem } from '../../problem.ts'
import { timeZoneNamed } from '../../setting-types.ts'
import { type ImportMap, ImportMapSchema, type MappedCounter } from './import-map.ts'
import { timestampReader } from './mapped-timestamp.ts'
import { isPower } from './mapped-units.ts'
import { readPresets } from './presets.ts'

/** A map that says everything. */
export interface WholeMap extends ImportMap {
  source: string
  stamps: 'start' | 'end'
}

type Fields = Record<string, unknown>

const map = checkOf(ImportMapSchema)

/**
 * A map as a caller gives it: the name of a preset, or JSON, which may change some fields of a preset:
 * `{ "preset": "enphase", "inverterKwh": null }`.
 *
 * @throws Problem 400
 */
export function readMap(text: string): WholeMap {
  const given: Fields = text.trimStart().startsWith('{') ? parsed(text) : { preset: text }
  const { preset, ...own } = given
  const base = preset === undefined ? {} : presetNamed(preset)
  const whole = changed(base, own)
  if (!map.fits(whole)) throw refused(map.errors(whole))
  const errors = contradictions(whole)
  if (errors.length > 0) throw refused(errors)
  return { ...whole, source: whole.source ?? 'import', stamps: whole.stamps ?? 'start' }
}

function parsed(text: string): Fields {
  try {
    return JSON.parse(text) as Fields
  } catch {
    throw refused([{ path: '', message: 'is neither the name of a preset nor JSON' }])
  }
}

function presetNamed(name: unknown): Fields {
  const presets = readPresets()
  const found = presets.find((preset) => preset.name === name)
  if (found) return { source: found.name, ...found.map }
  const known = presets.map((preset) => preset.name).join(', ')
  throw refused([{ path: '/preset', message: `is unknown; known are ${known}` }])
}

function changed(base: Fields, own: Fields): Fields {
  const whole: Fields = { ...base }
  for (const [field, value] of Object.entries(own)) {
    const before = base[field]
    if (value === null) delete whole[field]
    else whole[field] = isFields(before) && isFields(value) ? { ...before, ...value } : value
  }
  return whole
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function contradictions(whole: ImportMap): InputError[] {
  const { inverterKwh, meterValue, seriesColumn, timestamp } = whole
  const errors: InputError[] = []
  if (!(inverterKwh || meterValue))
    errors.push({ path: '/meterValue', message: 'is required, or inverterKwh is: a map says where a counter stands' })
  for (const [name, counter] of Object.entries({ inverterKwh, meterValue }))
    if (counter) errors.push(...contradictionsOf(`/${name}`, counter))
  if (seriesColumn !== undefined && !(inverterKwh?.series ?? meterValue?.series))
    errors.push({
      path: '/meterValue/series',
      message: 'is required, or that of inverterKwh is: the file holds several series, such as "sensor.grid_energy"',
    })
  if (inverterKwh && meterValue && inverterKwh.holds !== meterValue.holds)
    errors.push({ path: '/meterValue/holds', message: 'must be that of inverterKwh; read the file twice otherwise' })
  if (timestamp.zone !== undefined && !isZone(timestamp.zone))
    errors.push({ path: '/timestamp/zone', message: 'is neither site nor a zone such as UTC, Europe/Berlin or +01:00' })
  for (const [index, format] of timestamp.formats.entries())
    if (!timestampReader([format])) errors.push({ path: `/timestamp/formats/${index}`, message: 'names no date' })
  return errors
}

function contradictionsOf(path: string, { holds, unit }: MappedCounter): InputError[] {
  return holds === 'counter' && isPower(unit) ? [{ path: `${path}/unit`, message: 'is no unit of a counter' }] : []
}

function isZone(zone: string): boolean {
  return zone === 'site' || /^[+-]\d\d:\d\d$/.test(zone) || timeZoneNamed(zone) !== undefined
}

function refused(errors: readonly InputError[]): Problem {
  const [first] = errors
  return new Problem(400, `The map cannot be used: ${first?.path.slice(1) ?? ''} ${first?.message ?? ''}.`, {
    type: 'import-map',
    errors: errors.map(({ path, message }) => ({ path: `/map${path}`, message })),
  })
}
