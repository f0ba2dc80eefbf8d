import { CompiledQuery, type RawBuilder, sql } from 'kysely'
import { type Connection, isSplitBySite } from '../../database/engine.ts'
import { prepared } from '../../database/prepared.ts'
import { type Counter, counters, type Neighbours, type Point } from '../counter.ts'

/** An instant at a site. */
export interface Place {
  site: string
  at: number
}

/** What is known around a place, whatever meter it was read from. */
export interface Around {
  place: Place
  inverter: Neighbours
  meter: Neighbours
  hasMeterChanges: boolean
}

type Row = Record<string, number | string | null>

// Chunks of powers of two, so that any number of places needs only a few prepared statements.
const largestChunk = 256

/** Looks up the points around each place, a few index look-ups for each, whatever the table holds. */
export async function findAround(connection: Connection, places: readonly Place[]): Promise<Around[]> {
  const bySite = isSplitBySite(connection) ? [...Map.groupBy(places, ({ site }) => site).values()] : [places]
  const rows = new Map<string, Row>()
  for (const together of bySite)
    for (let done = 0; done < together.length; done += largestChunk)
      for (const row of await rowsAround(connection, padded(together.slice(done, done + largestChunk))))
        rows.set(`${row['at']} ${row['site']}`, row)
  return places.map((place) => aroundOf(place, rows.get(`${place.at} ${place.site}`) ?? {}))
}

function padded(places: readonly Place[]): Place[] {
  const [first] = places
  const size = 2 ** Math.ceil(Math.log2(places.length))
  return first ? [...places, ...Array<Place>(size - places.length).fill(first)] : []
}

async function rowsAround(connection: Connection, places: readonly Place[]): Promise<Row[]> {
  const [{ site } = { site: '' }] = places
  const sites = places.every((place) => place.site === site) ? Array<string>(sitesInStatement).fill(site) : []
  const parameters = [...places.flatMap((place) => [place.site, place.at]), ...sites]
  const text = statement(connection, { places: places.length, isOneSite: sites.length > 0 })
  return (await connection.executeQuery<Row>(CompiledQuery.raw(text, parameters))).rows
}

interface Shape {
  places: number
  /** Then the site stands in the statement itself: a single machine can answer it, wherever it holds the site. */
  isOneSite: boolean
}

// Asked with every commit, and dearer to write and to plan than to run: done once for each engine and shape.
const statements = new WeakMap<object, Map<string, string>>()

function statement(connection: Connection, shape: Shape): string {
  const { adapter } = connection.getExecutor()
  const known = statements.get(adapter) ?? new Map<string, string>()
  statements.set(adapter, known)
  const name = `${shape.places} ${shape.isOneSite}`
  const text = known.get(name) ?? prepared(query(shape).compile(connection).sql)
  known.set(name, text)
  return text
}

/** How often it stands there: for a time and a value on both sides of two counters, and for meter changes. */
const sitesInStatement = 9

function query({ places, isOneSite }: Shape): RawBuilder<Row> {
  const values = Array.from({ length: places }, () => sql`(cast(${''} as text), cast(${0} as bigint))`)
  const site = isOneSite ? sql`${''}` : sql.ref('place.site')
  const points = counters.flatMap((counter) => [
    pointOf(counter, 'before', sql`site = ${site} and timestamp <= place.at`, sql`desc`),
    pointOf(counter, 'after', sql`site = ${site} and timestamp > place.at`, sql`asc`),
  ])
  return sql<Row>`with place (site, at) as (values ${sql.join(values)})
    select place.site, place.at, ${sql.join(points)},
      exists (select 1 from meter_changes where site = ${site}) as has_changes
    from place`
}

// Where several say something at one instant, the highest stands before and the lowest after: a step, whatever the order
// in which they were recorded.
function pointOf(counter: Counter, side: string, which: RawBuilder<unknown>, order: RawBuilder<unknown>) {
  const column = sql.ref(counter)
  const from = sql`from readings where ${which} and withdrawn_at is null and ${column} is not null
    order by timestamp ${order}, ${column} ${order} limit 1`
  return sql`(select timestamp ${from}) as ${sql.ref(`${counter}_${side}_at`)},
    (select ${column} ${from}) as ${sql.ref(`${counter}_${side}`)}`
}

function aroundOf(place: Place, row: Row): Around {
  const neighbours = (counter: Counter): Neighbours => ({
    before: point(row[`${counter}_before_at`], row[`${counter}_before`]),
    after: point(row[`${counter}_after_at`], row[`${counter}_after`]),
  })
  return {
    place,
    inverter: neighbours('inverter'),
    meter: neighbours('meter'),
    hasMeterChanges: Boolean(row['has_changes']),
  }
}

function point(timestamp: number | string | null | undefined, value: number | string | null | undefined): Point | null {
  return timestamp == null || value == null ? null : { timestamp: Number(timestamp), value: Number(value) }
}
