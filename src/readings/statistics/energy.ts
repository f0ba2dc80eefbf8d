import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Database } from '../../database/engine.ts'
import {
  type Counter,
  type CounterField,
  type CounterLimits,
  counterFields,
  limitsOf,
  type Neighbours,
  type Point,
} from '../counter.ts'
import { type Around, findAround } from '../doubts/neighbours-store.ts'
import { type Changes, offsetAt, onSameMeter } from '../meter-changes/meter-change.ts'
import { meterChangesOf } from '../meter-changes/meter-changes-store.ts'
import type { ReadingSite } from '../readings.ts'
import { findRollovers, type Rollover } from './rollovers.ts'

/** A counter at an instant, in thousandths; between two readings it is interpolated. */
export interface Standing {
  at: number
  /** What the counter shows. */
  value: number
  /** What it shows as an interval ends here: of the old meter, where it is changed at this very instant. */
  endValue: number
  /** Goes on over rollovers and meter changes; only differences within one answer mean something. */
  total: number
  before: Point
  after: Point
}

/** Null where there is no reading on both sides. */
export type Standings = Record<Counter, Standing | null>

export interface Energy {
  /** Both counters at each of the instants, which are in order. */
  standings(site: ReadingSite, instants: readonly number[]): Promise<Standings[]>
  /** The energy between two instants, in thousandths; null where there is no reading on both sides. */
  energyBetween(site: string, field: CounterField, from: number, to: number): Promise<number | null>
}

interface EnergyDependencies {
  database: Database
  /** @throws Problem 404 */
  site(name: string): Promise<ReadingSite>
}

const instantsPerTurn = 256

export function createEnergy({ database, site: siteNamed }: EnergyDependencies): Energy {
  const { sql } = database
  const lookUp = async (site: string, instants: readonly number[]): Promise<Around[]> => {
    const arounds: Around[] = []
    for (let done = 0; done < instants.length; done += instantsPerTurn) {
      // Others get their turn, also where the engine works on this thread.
      if (done > 0) await nextTurn()
      const places = instants.slice(done, done + instantsPerTurn).map((at) => ({ site, at }))
      arounds.push(...(await findAround(sql, places)))
    }
    return arounds
  }
  const scaleOf = async (counter: Counter, site: ReadingSite, instants: readonly number[]): Promise<Scale> => {
    const changes = (await meterChangesOf(sql, site.site)).filter((change) => change.counter === counter)
    const limits = limitsOf(counter, site)
    const span = { from: instants[0] ?? 0, to: instants.at(-1) ?? 0 }
    if (limits.range === null) return { changes, limits, rollovers: [] }
    const neighbours = async (steps: readonly number[]): Promise<Neighbours[]> =>
      (await lookUp(site.site, steps)).map(({ place, [counter]: around }) => onSameMeter(place.at, around, changes))
    return { changes, limits, rollovers: await findRollovers(neighbours, span, { changes, limits }) }
  }
  const standings: Energy['standings'] = async (site, instants) => {
    const inverter = await scaleOf('inverter', site, instants)
    const meter = await scaleOf('meter', site, instants)
    return (await lookUp(site.site, instants)).map((around) => ({
      inverter: standingAt(around.place.at, around.inverter, inverter),
      meter: standingAt(around.place.at, around.meter, meter),
    }))
  }
  return {
    standings,
    energyBetween: async (name, field, from, to) => {
      const counter = field === counterFields.inverter ? 'inverter' : 'meter'
      const [begin, end] = await standings(await siteNamed(name), [from, to])
      const first = begin?.[counter]
      const last = end?.[counter]
      return first && last ? last.total - first.total : null
    },
  }
}

/** What has to be known of a counter to add up over rollovers and meter changes. */
interface Scale {
  changes: Changes
  limits: CounterLimits
  rollovers: readonly Rollover[]
}

/** Linear interpolation between the neighbours, rounded once for each instant, so that differences add up exactly. */
function standingAt(at: number, around: Neighbours, { changes, limits, rollovers }: Scale): Standing | null {
  const { before, after } = onSameMeter(at, around, changes)
  if (!before) return null
  const range = limits.range ?? 0
  const passed = rollovers.filter((rollover) => rollover.after.timestamp <= at).length * range
  const total = (value: number): number => value + passed + offsetAt(at, changes)
  if (before.timestamp === at) {
    const endValue = changes.find(({ timestamp }) => timestamp === at)?.final ?? before.value
    return { at, value: before.value, endValue, total: total(before.value), before, after: before }
  }
  if (!after) return null
  const isRollover = rollovers.some(
    (rollover) => rollover.before.timestamp === before.timestamp && rollover.after.timestamp === after.timestamp,
  )
  const rise = after.value - before.value + (isRollover ? range : 0)
  const reached = before.value + Math.round((rise * (at - before.timestamp)) / (after.timestamp - before.timestamp))
  const value = isRollover ? reached % range : reached
  return { at, value, endValue: value, total: total(reached), before, after }
}
