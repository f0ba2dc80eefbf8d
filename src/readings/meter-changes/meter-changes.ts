import { randomUUID } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import type { Database, InTransaction } from '../../database/engine.ts'
import { Problem } from '../../problem.ts'
import { judgeNext, type LimitsDirectory, limitsOfSites, reviewAround } from '../doubts/doubts.ts'
import type { MeterChange } from './meter-change.ts'
import { deleteMeterChange, insertMeterChange, meterChangesOf } from './meter-changes-store.ts'

type NewMeterChange = Omit<MeterChange, 'id' | 'recordedAt'>

export interface MeterChanges {
  /** The first one first. */
  list(site: string): Promise<MeterChange[]>
  /** Keeps that a counter was replaced or reset; totals go on over it. @throws Problem 409 where another stands there */
  add(change: NewMeterChange): Promise<{ change: MeterChange; isNew: boolean }>
  /** Takes back one that was recorded by mistake. @throws Problem 404 */
  remove(site: string, id: string): Promise<void>
}

interface MeterChangesDependencies {
  database: Database
  clock: Clock
  sites: LimitsDirectory
}

export function createMeterChanges({ database, clock, sites }: MeterChangesDependencies): MeterChanges {
  // Doubts about the readings on both sides may end with a change.
  const reviewed = async <T>(
    site: string,
    at: number,
    work: (transaction: InTransaction) => Promise<T>,
  ): Promise<T> => {
    const limits = await limitsOfSites(sites, [site])
    return await database.transaction(async (transaction) => {
      await database.lockSites(transaction, [site])
      const result = await work(transaction)
      await reviewAround(transaction, site, at, limits)
      await judgeNext(transaction, site, at, limits)
      return result
    })
  }
  return {
    list: (site) => meterChangesOf(database.sql, site),
    add: async (given) => {
      const change = { ...given, id: randomUUID(), recordedAt: clock() }
      const { site, timestamp } = change
      const isNew = await reviewed(site, timestamp, (transaction) => insertMeterChange(transaction, change))
      if (isNew) return { change, isNew }
      const there = (await meterChangesOf(database.sql, site)).find(
        (other) => other.counter === change.counter && other.timestamp === timestamp,
      )
      if (there?.final === change.final && there.initial === change.initial) return { change: there, isNew }
      throw new Problem(409, 'Another change of this counter stands at that instant already; delete that one first.', {
        type: 'conflict',
      })
    },
    remove: async (site, id) => {
      const change = (await meterChangesOf(database.sql, site)).find((candidate) => candidate.id === id)
      if (!change)
        throw new Problem(404, `The site ${site} has no meter change with the id ${id}.`, {
          type: 'unknown-meter-change',
        })
      await reviewed(site, change.timestamp, (transaction) => deleteMeterChange(transaction, change))
    },
  }
}
