import type { Database, InTransaction } from '../../database/engine.ts'
import { judgeChanged, type LimitsDirectory, limitsOfSites } from '../doubts/doubts.ts'
import type { LimitsOfSite } from '../doubts/judgement.ts'
import type { Reading } from '../reading.ts'
import { type Change, type ReadingRow, readingOf } from '../readings-store.ts'
import type { AmendedValues, Amendment, AmendmentOutcome } from './amendment.ts'
import { leavePlaces, rowsInTheWay, rowsToAmend, writeAmendment } from './amendments-store.ts'

interface Step {
  row: ReadingRow
  amendment: Amendment
}

const attempts = 3

/** Applies what people did in the sheet, all that can be applied in one transaction; readings may change places. */
export async function amendAll(
  { database, sites }: { database: Database; sites: LimitsDirectory },
  site: string,
  amendments: readonly Amendment[],
  change: Change,
): Promise<AmendmentOutcome[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      const limits = await limitsOfSites(sites, [site])
      return await database.transaction(async (transaction) => {
        await database.lockSites(transaction, [site])
        return await amendWithin({ transaction, limits }, site, amendments, change)
      })
    } catch (error) {
      // Another was recorded at the same place at the same moment; now it is seen in the way.
      if (!database.isUniqueViolation(error) || attempt === attempts) throw error
    }
  }
}

async function amendWithin(
  { transaction, limits }: { transaction: InTransaction; limits: LimitsOfSite },
  site: string,
  amendments: readonly Amendment[],
  change: Change,
): Promise<AmendmentOutcome[]> {
  const rows = await rowsToAmend(
    transaction,
    site,
    amendments.map(({ id }) => id),
  )
  const rowOf = new Map(rows.map((row) => [row.id, row]))
  const steps = amendments.flatMap((amendment) => {
    const row = rowOf.get(amendment.id)
    return row?.revision === amendment.revision ? [{ row, amendment }] : []
  })
  const possible = await withoutConflicts(transaction, site, steps)
  const leaving = possible.filter(({ row, amendment }) => placeOf(row) !== livePlaceOf(amendment.values))
  await leavePlaces(
    transaction,
    site,
    leaving.map(({ row }) => row.id),
    change.at,
  )
  const revisions: { before: Reading; now: Reading }[] = []
  for (const { row, amendment } of possible) {
    const revised = await writeAmendment(transaction, row, amendment, change)
    if (revised) revisions.push({ before: readingOf(row), now: readingOf(revised) })
  }
  const done = new Map<string, Reading>()
  for (const { before, now } of revisions) done.set(now.id, await judgeChanged(transaction, before, now, limits))
  const known = new Set(steps.map(({ row }) => row.id))
  return amendments.map(({ id }) => {
    const reading = done.get(id)
    if (reading) return { id, kind: 'done', reading }
    return { id, kind: known.has(id) ? 'conflict' : 'stale', reading: undefined }
  })
}

/** Leaves out what would stand where another stands; who is left out keeps the old place, which may stop others. */
async function withoutConflicts(transaction: InTransaction, site: string, steps: readonly Step[]): Promise<Step[]> {
  const live = steps.filter(({ amendment }) => amendment.values.withdrawnAt === null)
  const inTheWay = await rowsInTheWay(
    transaction,
    site,
    live.map(({ amendment }) => amendment.values),
  )
  let possible = [...steps]
  for (;;) {
    const moving = new Set(possible.map(({ row }) => row.id))
    const taken = new Set(inTheWay.filter(({ id }) => !moving.has(id)).map(placeOf))
    const next = possible.filter(({ amendment: { values } }) => {
      const place = livePlaceOf(values)
      if (place === undefined) return true
      const isFree = !taken.has(place)
      taken.add(place)
      return isFree
    })
    if (next.length === possible.length) return next
    possible = next
  }
}

function placeOf({ timestamp, source }: { timestamp: number; source: string }): string {
  return `${timestamp} ${source}`
}

function livePlaceOf(values: AmendedValues): string | undefined {
  return values.withdrawnAt === null ? placeOf(values) : undefined
}
