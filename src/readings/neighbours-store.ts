import { CompiledQuery, type RawBuilder, sql } from 'kysely'
import type { Connection } from '../database/engine.ts'
import { type Counter, counters, type Neighbours, type Point } from './counter.ts'

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

/**
 * Looks up the points around each place, a few index look-ups for each, whatever the table holds. Each site is asked by a
 * statement of its own, so that where the ledger is distributed by site one machine can answer it.
 */
export async function findAround(connection: Connection, places: readonly Place[]): Promise<Around[]> {
  const found = new Map<string, Row>()
  for (const [site, ofSite] of Map.groupBy(places, (place) => place.site))
    for (let done = 0; done < ofSite.length; done += largestChunk) {
      const instants = padded(ofSite.slice(done, done + largestChunk).map(({ at }) => at))
      const parameters = [...instants, ...Array<string>(sitesInStatement).fill(site)]
      const text = statement(connection, instants.length)
      const { rows } = await connection.executeQuery<Row>(CompiledQuery.raw(text, parameters))
      for (const row of rows) found.set(`${row['at']} ${site}`, row)
    }
  return places.map((place) => aroundOf(place, found.get(`${place.at} ${place.site}`) ?? {}))
}

function padded(instants: readonly number[]): number[] {
  const [first = 0] = instants
  const size = 2 ** Math.ceil(Math.log2(instants.length))
  return [...instants, ...Array<number>(size - instants.length).fill(first)]
}

// Asked with every commit, and dearer to write than to run: written once for each engine and number of instants.
const statements = new WeakMap<object, Map<number, string>>()

function statement(connection: Connection, instants: number): string {
  const { adapter } = connection.getExecutor()
  const known = statements.get(adapter) ?? new Map<number, string>()
  statements.set(adapter, known)
  const text = known.get(instants) ?? query(instants).compile(connection).sql
  known.set(instants, text)
  return text
}

/** How often the statement names the site: for a time and a value on both sides of two counters, and for meter changes. */
const sitesInStatement = 9

function query(instants: number): RawBuilder<Row> {
  const values = Array.from({ length: instants }, () => sql`(cast(${0} as bigint))`)
  const points = counters.flatMap((counter) => [
    pointOf(counter, 'before', sql`timestamp <= place.at order by timestamp desc`, sql`desc`),
    pointOf(counter, 'after', sql`timestamp > place.at order by timestamp asc`, sql`asc`),
  ])
  return sql<Row>`with place (at) as (values ${sql.join(values)})
    select place.at, ${sql.join(points)},
      exists (select 1 from meter_changes where site = ${''}) as has_changes
    from place`
}

// Where several say something at one instant, the highest stands before and the lowest after: a step, whatever the order
// in which they were recorded.
function pointOf(counter: Counter, side: string, which: RawBuilder<unknown>, order: RawBuilder<unknown>) {
  const column = sql.ref(counter)
  const from = sql`from readings where site = ${''} and withdrawn_at is null and ${column} is not null
    and ${which}, ${column} ${order} limit 1`
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
