import { type InputError, Problem } from '../../problem.ts'
import { decimal } from '../bulk/reading-csv.ts'
import { type Counter, counterFields, counters } from '../counter.ts'
import type { Column, MappedCounter } from './import-map.ts'
import { type Stamp, timestampReader } from './mapped-timestamp.ts'
import { inThousandths, isPower, type Unit, unitNamed } from './mapped-units.ts'
import type { WholeMap } from './read-map.ts'

/** In thousandths: of a kWh, or of a kW, which is the mean power of an interval. */
export interface Amount {
  value: number
  isPower: boolean
}

/** What a row says. */
export interface MappedRow {
  stamp: Stamp
  source: string
  amounts: Partial<Record<Counter, Amount>>
}

/** Reads the records of a file one after the other, its header among them. */
export interface CellsReader {
  /** Undefined for what is no row. @throws Problem 400 where the header is not as it should be */
  read(cells: readonly string[]): MappedRow | InputError[] | undefined
  /** To be called after the last one. @throws Problem 400 where nothing was what the map describes */
  end(): void
}

/** Where a map's columns stand in a file. */
interface Layout {
  timestamp: number
  time: number | undefined
  series: number | undefined
  counters: { counter: Counter; columns: { place: number; unit: Unit }[]; how: MappedCounter }[]
}

const mostLinesBefore = 50
const blanks = new Set(['', '-', '--', 'nan', 'null', 'none', 'n/a', 'unknown', 'unavailable'])

/** @param separator of the file, which decides about the decimal comma */
export function cellsReader(map: WholeMap, timeZone: string, separator: string): CellsReader {
  const readStamp = timestampReader(map.timestamp.formats)
  const hasHeader = typeof map.timestamp.column !== 'number'
  let layout = hasHeader ? undefined : layoutOf([], map)
  let linesBefore = 0
  let isWithin = false
  const stampOf = (text: string) => readStamp?.(text, timeZone, map.timestamp.zone ?? 'site')
  const skip = (): undefined => {
    if (++linesBefore > mostLinesBefore) throw noHeader(map)
  }
  const read: CellsReader['read'] = (cells) => {
    if (!layout) {
      if (placeOf(map.timestamp.column, cells) === undefined) return skip()
      layout = layoutOf(cells, map)
      return undefined
    }
    const text = timestampText(cells, layout)
    if (map.ignore?.some((begin) => text.startsWith(begin))) {
      if (!isWithin) layout = withUnits(layout, cells)
      return undefined
    }
    const stamp = stampOf(text)
    // A file without a header of ours may still begin with lines that are none of its rows.
    if (!(stamp || hasHeader || isWithin)) return skip()
    isWithin = true
    if (!stamp) return [{ path: '/timestamp', message: noStamp(text, map) }]
    return rowOf(cells, layout, { stamp, map, separator })
  }
  const end = (): void => {
    if (hasHeader ? !layout : !isWithin) throw noHeader(map)
  }
  return { read, end }
}

function rowOf(
  cells: readonly string[],
  layout: Layout,
  { stamp, map, separator }: { stamp: Stamp; map: WholeMap; separator: string },
): MappedRow | InputError[] | undefined {
  const series = layout.series === undefined ? undefined : (cells[layout.series] ?? '')
  const amounts: MappedRow['amounts'] = {}
  const errors: InputError[] = []
  for (const { counter, columns, how } of layout.counters) {
    if (series !== undefined && how.series !== series) continue
    const found = columns
      .map(({ place, unit }) => ({ cell: cells[place] ?? '', unit }))
      .filter(({ cell }) => !blanks.has(cell.toLowerCase()))
    const parts = found.map(({ cell, unit }) => inThousandths(numberOf(cell, map, separator), unit))
    const wrong = parts.findIndex((part) => !(part >= 0))
    if (wrong >= 0) errors.push({ path: `/${counterFields[counter]}`, message: noAmount(found[wrong]?.cell ?? '') })
    // Where one of several parts is not known, nor is their sum.
    else if (parts.length === columns.length)
      amounts[counter] = {
        value: parts.reduce((sum, part) => sum + part, 0),
        isPower: isPower(columns[0]?.unit ?? how.unit),
      }
  }
  if (errors.length > 0) return errors
  return Object.keys(amounts).length > 0 ? { stamp, amounts, source: series ?? map.source } : undefined
}

function numberOf(cell: string, { thousands }: WholeMap, separator: string): number {
  const isGrouped = thousands !== undefined && new RegExp(`^\\d{1,3}([${thousands}]\\d{3})+(\\D|$)`).test(cell)
  return decimal(isGrouped ? cell.replaceAll(thousands, '') : cell, separator) ?? Number.NaN
}

function layoutOf(header: readonly string[], map: WholeMap): Layout {
  const errors: InputError[] = []
  const needed = (path: string, column: Column): number => {
    const place = placeOf(column, header)
    if (place === undefined) errors.push({ path, message: `is missing: ${[column].flat().join(' or ')}` })
    return place ?? 0
  }
  const ofCounters = counters.flatMap((counter) => {
    const how = map[counterFields[counter]]
    const column = how && placeOf(how.column, header)
    if (how === undefined || column === undefined) return []
    const places = [column, ...(how.plus ?? []).flatMap((each) => placeOf(each, header) ?? [])]
    return [{ counter, columns: places.map((place) => ({ place, unit: how.unit })), how }]
  })
  const { timestamp, seriesColumn } = map
  const layout = {
    timestamp: needed('/header/timestamp', timestamp.column),
    time: timestamp.time === undefined ? undefined : needed('/header/time', timestamp.time),
    series: seriesColumn === undefined ? undefined : needed('/header/series', seriesColumn),
    counters: ofCounters,
  }
  if (ofCounters.length === 0) {
    const columns = counters.flatMap((counter) => map[counterFields[counter]]?.column ?? []).flat()
    errors.push({ path: '/header', message: `holds none of ${columns.join(', ')}` })
  }
  if (errors.length > 0) throw notDescribed(errors)
  return withUnits(layout, header)
}

/** The units that the header's cells, or those of a row below it, name go before what the map says. */
function withUnits(layout: Layout, cells: readonly string[]): Layout {
  const named = layout.counters.map(({ columns, ...rest }) => ({
    ...rest,
    columns: columns.map(({ place, unit }) => ({ place, unit: unitNamed(cells[place] ?? '') ?? unit })),
  }))
  const errors: InputError[] = []
  for (const { counter, columns, how } of named) {
    const powers = columns.filter(({ unit }) => isPower(unit)).length
    const isAtOdds = how.holds === 'counter' ? powers > 0 : powers > 0 && powers < columns.length
    if (isAtOdds)
      errors.push({ path: `/header/${counterFields[counter]}`, message: 'is named in a unit of power, not of energy' })
  }
  if (errors.length > 0) throw notDescribed(errors)
  return { ...layout, counters: named }
}

function notDescribed(errors: InputError[]): Problem {
  return new Problem(400, 'The file is not one that the map describes; see errors.', { type: 'csv-header', errors })
}

/** Where a column stands; its names are compared in any case. */
function placeOf(column: Column, header: readonly string[]): number | undefined {
  if (typeof column === 'number') return column
  for (const name of [column].flat()) {
    const place = header.findIndex((cell) => cell.toLowerCase() === name.toLowerCase())
    if (place >= 0) return place
  }
  return undefined
}

function timestampText(cells: readonly string[], { timestamp, time }: Layout): string {
  const date = cells[timestamp] ?? ''
  return time === undefined ? date : `${date} ${cells[time] ?? ''}`
}

function noHeader({ timestamp }: WholeMap): Problem {
  const sought =
    typeof timestamp.column === 'number' ? 'timestamp' : `header with ${[timestamp.column].flat().join(' or ')}`
  return new Problem(400, `The file begins with no ${sought}; is it one that the map is for?`, {
    type: 'csv-header',
    errors: [{ path: '/header', message: `must hold a ${sought}` }],
  })
}

function noStamp(text: string, { timestamp }: WholeMap): string {
  return `is none that the map describes (${timestamp.formats.join(', ')}): ${text.slice(0, 40)}`
}

function noAmount(text: string): string {
  return text.startsWith('-') ? `must be 0 or more, not ${text.slice(0, 40)}` : `is no number: ${text.slice(0, 40)}`
}
