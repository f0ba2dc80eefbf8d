import type { Server } from '../../http/route.ts'
import { type Static, type TSchema, Type } from '../../json-schema.ts'
import type { Point } from '../counter.ts'
import { queryInstant, queryRange } from '../query-instant.ts'
import { fromThousandths } from '../reading.ts'
import { SiteName } from '../reading-schemas.ts'
import type { ReadingsFor } from '../readings.ts'
import { formatTimestamp } from '../timestamp.ts'
import type { Energy, Standing } from './energy.ts'
import type { Gaps } from './gaps.ts'
import { intervalNames } from './intervals.ts'
import type { Statistics } from './statistics.ts'

interface StatisticsRoutesDependencies {
  readingsFor: ReadingsFor
  energy: Energy
  statistics: Statistics
  gaps: Gaps
}

const hourMilliseconds = 3_600_000
const Instant = Type.String({
  maxLength: 64,
  description: "RFC 3339; without an offset, the site's local time; a date alone is the beginning of that day",
})
const rangeFields = { site: Type.Optional(SiteName), from: Type.Optional(Instant), to: Type.Optional(Instant) }
const strict = { additionalProperties: false }
const StatisticsQuery = Type.Object({ ...rangeFields, interval: Type.Enum([...intervalNames]) }, strict)
const GapsQuery = Type.Object(rangeFields, strict)
const AtQuery = Type.Object({ site: Type.Optional(SiteName), timestamp: Instant }, strict)

const Amount = orNull(
  Type.Object({
    kilowattHours: Type.Number({ description: 'Negative where a counter fell and nothing explains it' }),
    startValue: Type.Number(),
    endValue: Type.Number(),
    measuredShare: Type.Number({
      description:
        "How much of the interval's time lies between its first and its last reading; the rest is interpolated",
    }),
  }),
)
const StatisticsAnswer = Type.Object({
  site: Type.String(),
  timeZone: Type.String(),
  interval: Type.String(),
  intervals: Type.Array(
    Type.Object({
      from: Type.String(),
      to: Type.String(),
      readings: Type.Integer(),
      produced: Amount,
      imported: Amount,
    }),
  ),
})
const Neighbour = Type.Object({
  timestamp: Type.String(),
  value: Type.Number(),
  hours: Type.Number({ description: 'How far away it is' }),
})
const CounterAt = orNull(
  Type.Object({ value: Type.Number(), interpolated: Type.Boolean(), before: Neighbour, after: Neighbour }),
)
/** Energy by interval, as the API shows it. */
export type StatisticsJson = Static<typeof StatisticsAnswer>

const AtAnswer = Type.Object({
  site: Type.String(),
  timestamp: Type.String(),
  inverterKwh: CounterAt,
  meterValue: CounterAt,
})
export type CountersAtJson = Static<typeof AtAnswer>
const GapsAnswer = Type.Object({
  site: Type.String(),
  expectEveryHours: Type.Unsafe<number | null>({ type: ['number', 'null'] }),
  gaps: Type.Array(Type.Object({ from: Type.String(), to: Type.String(), hours: Type.Number() })),
})

const tags = ['readings']
const config = { access: 'readings:read' } as const

/** What readings mean: `/readings/statistics`, `/readings/at`, `/readings/gaps`. */
export function statisticsRoutes(server: Server, dependencies: StatisticsRoutesDependencies): void {
  statisticsRoute(server, dependencies)
  atRoute(server, dependencies)
  gapsRoute(server, dependencies)
}

function statisticsRoute(server: Server, { readingsFor, statistics }: StatisticsRoutesDependencies): void {
  const schema = {
    tags,
    summary: "Energy by the site's local hours, days, months or years",
    querystring: StatisticsQuery,
    response: { 200: StatisticsAnswer },
  }
  server.get('/readings/statistics', { config, schema }, async (request) => {
    const { interval } = request.query
    const site = await readingsFor(request.caller).site(request.query.site ?? 'home')
    const intervals = await statistics.statistics(site, interval, queryRange(request.query, site.timeZone))
    return {
      site: site.site,
      timeZone: site.timeZone,
      interval,
      intervals: intervals.map(({ from, to, readings: count, produced, imported }) => ({
        from: formatTimestamp(from),
        to: formatTimestamp(to),
        readings: count,
        produced: produced && amountJson(produced),
        imported: imported && amountJson(imported),
      })),
    }
  })
}

function amountJson(amount: { energy: number; startValue: number; endValue: number; measuredShare: number }) {
  return {
    kilowattHours: amount.energy / 1000,
    startValue: amount.startValue / 1000,
    endValue: amount.endValue / 1000,
    measuredShare: Math.round(amount.measuredShare * 10_000) / 10_000,
  }
}

function atRoute(server: Server, { readingsFor, energy }: StatisticsRoutesDependencies): void {
  const schema = {
    tags,
    summary: 'The counters at an instant, interpolated between the readings around it',
    querystring: AtQuery,
    response: { 200: AtAnswer },
  }
  server.get('/readings/at', { config, schema }, async (request) => {
    const site = await readingsFor(request.caller).site(request.query.site ?? 'home')
    const timestamp = queryInstant('timestamp', request.query.timestamp, site.timeZone)
    const [standings] = await energy.standings(site, [timestamp])
    return {
      site: site.site,
      timestamp: formatTimestamp(timestamp),
      inverterKwh: counterAt(standings?.inverter),
      meterValue: counterAt(standings?.meter),
    }
  })
}

function counterAt(standing: Standing | null | undefined): Static<typeof CounterAt> {
  if (!standing) return null
  const { at, value, before, after } = standing
  const neighbour = (point: Point) => ({
    timestamp: formatTimestamp(point.timestamp),
    value: point.value / 1000,
    hours: hoursBetween(point.timestamp, at),
  })
  return {
    value: value / 1000,
    interpolated: before.timestamp !== at,
    before: neighbour(before),
    after: neighbour(after),
  }
}

function gapsRoute(server: Server, { readingsFor, gaps }: StatisticsRoutesDependencies): void {
  const schema = {
    tags,
    summary: 'Where readings are missing against the interval that the site expects',
    querystring: GapsQuery,
    response: { 200: GapsAnswer },
  }
  server.get('/readings/gaps', { config, schema }, async (request) => {
    const site = await readingsFor(request.caller).site(request.query.site ?? 'home')
    const found = await gaps.gaps(site, queryRange(request.query, site.timeZone))
    return {
      site: site.site,
      expectEveryHours: site.expectEveryMilliseconds ? site.expectEveryMilliseconds / hourMilliseconds : null,
      gaps: found.map(({ from, to }) => ({
        from: formatTimestamp(from),
        to: formatTimestamp(to),
        hours: hoursBetween(from, to),
      })),
    }
  })
}

function hoursBetween(one: number, other: number): number {
  return fromThousandths(Math.round((Math.abs(other - one) / hourMilliseconds) * 1000)) ?? 0
}

function orNull<Schema extends TSchema>(schema: Schema) {
  return Type.Unsafe<Static<Schema> | null>({ ...schema, type: ['object', 'null'] })
}
