import type { Clock } from '../../clock.ts'
import type { Database } from '../../database/engine.ts'
import { Problem } from '../../problem.ts'
import type { Reading } from '../reading.ts'
import { againstValue, type Doubt, readDoubts } from './doubt.ts'
import { type LimitsDirectory, limitsOfSites, reviewSite } from './doubts.ts'
import { confirmationsOf, saveConfirmation } from './doubts-store.ts'

/** A person vouched for a reading that was doubtful. */
export interface Confirmation {
  at: number
  by: string
  note: string
  /** The doubts that ended with it. */
  doubts: readonly Doubt[]
}

export interface Confirmations {
  /** A person vouches for a reading: its doubts end, and who ended them stays. @throws Problem 404, 409 */
  confirm(id: string, by: string, note: string, site?: string): Promise<Reading>
  /** Who vouched for a reading, the first one first. */
  confirmations(id: string): Promise<Confirmation[]>
  /** Why the reading may be wrong, in plain sentences; null where nobody doubts it. @throws Problem 404 */
  findDoubt(id: string, site?: string): Promise<string | null>
  /** Looks through the doubts about a site's readings once more, after its limits have changed. */
  review(site: string): Promise<void>
}

interface ConfirmationsDependencies {
  database: Database
  clock: Clock
  sites: LimitsDirectory & { names(): Promise<readonly string[]> }
  /** @throws Problem 404, 409 */
  find(id: string, site?: string): Promise<Reading>
  /** Called when a person has vouched for a reading. */
  onConfirmed?(): void
}

export function createConfirmations(dependencies: ConfirmationsDependencies): Confirmations {
  const { database, clock, sites, find, onConfirmed } = dependencies
  return {
    confirm: async (id, by, note, site) => {
      const reading = await find(id, site)
      if (reading.doubts.length === 0) return reading
      const isKept = await database.transaction((transaction) =>
        saveConfirmation(transaction, reading, { at: clock(), by }, note),
      )
      if (isKept) {
        onConfirmed?.()
        return { ...reading, doubts: [] }
      }
      const now = await find(id, reading.site)
      if (now.revision === reading.revision) return now
      throw new Problem(409, 'Somebody has changed this reading at the same moment; look at it again.', {
        type: 'conflict',
      })
    },
    confirmations: async (id) =>
      (await confirmationsOf(database.sql, await sites.names(), id)).map(({ at, by, note, doubts }) => ({
        at,
        by,
        note,
        doubts: readDoubts(doubts),
      })),
    findDoubt: async (id, site) => {
      const doubts = againstValue((await find(id, site)).doubts)
      return doubts.length === 0 ? null : doubts.map(({ message }) => message).join(' ')
    },
    review: async (site) => reviewSite(database, site, await limitsOfSites(sites, [site])),
  }
}
