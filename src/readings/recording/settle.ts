import type { InTransaction } from '../../database/engine.ts'
import type { ReadingsTable } from '../../database/reading-tables.ts'
import { saysTheSame } from '../reading.ts'
import { type ReadingRow, readingOf, revise, rowsAtKeys, rowsWithIds } from '../readings-store.ts'
import type { Outcome, RecordRequest } from './recording.ts'

/**
 * Finds out, after an insert that left some rows out, what became of each: inserted just now, the same as what was
 * there, or in conflict with it (which replaces it, where the caller asked for that).
 */
export async function settle(
  transaction: InTransaction,
  rows: readonly ReadingsTable[],
  onConflict: RecordRequest['onConflict'],
): Promise<Outcome[]> {
  const byPlace = new Map((await rowsAtKeys(transaction, rows)).map((row) => [placeOf(row), row]))
  const withoutPlace = rows.filter((row) => !byPlace.has(placeOf(row)))
  const byId = new Map((await rowsWithIds(transaction, withoutPlace)).map((row) => [row.id, row]))
  const outcomes: Outcome[] = []
  for (const row of rows) {
    const there = byPlace.get(placeOf(row))
    const { kind, row: now } = there
      ? await settleAtPlace(transaction, row, there, onConflict)
      : await settleById(transaction, row, byId.get(row.id))
    if (kind !== 'conflict') byPlace.set(placeOf(now), now)
    outcomes.push({ kind, reading: readingOf(now) })
  }
  return outcomes
}

interface Settled {
  kind: Outcome['kind']
  row: ReadingRow
}

async function settleAtPlace(
  transaction: InTransaction,
  row: ReadingsTable,
  there: ReadingRow,
  onConflict: RecordRequest['onConflict'],
): Promise<Settled> {
  if (there.sequence === row.sequence && there.id === row.id) return { kind: 'recorded', row: there }
  if (saysTheSame(there, row)) return { kind: 'duplicate', row: there }
  if (onConflict === 'reject') return { kind: 'conflict', row: there }
  return { kind: 'replaced', row: await mustRevise(transaction, there, row) }
}

// The place is free but the id is taken: by a withdrawn reading, which comes back, or by a reading of another instant.
async function settleById(
  transaction: InTransaction,
  row: ReadingsTable,
  there: ReadingRow | undefined,
): Promise<Settled> {
  if (!there) throw new Error('the ledger changed while a reading was recorded')
  const isComingBack = there.withdrawn_at !== null && placeOf(there) === placeOf(row)
  if (!isComingBack) return { kind: 'conflict', row: there }
  return { kind: 'recorded', row: await mustRevise(transaction, there, row) }
}

async function mustRevise(transaction: InTransaction, there: ReadingRow, row: ReadingsTable): Promise<ReadingRow> {
  const values = { inverter: row.inverter, meter: row.meter, note: row.note, withdrawnAt: null }
  const revised = await revise(transaction, there, values, {
    at: row.changed_at,
    by: row.changed_by,
    origin: row.origin,
  })
  if (!revised) throw new Error('the ledger changed while a reading was replaced')
  return revised
}

function placeOf(row: { site: string; source: string; timestamp: number }): string {
  return `${row.timestamp} ${row.site} ${row.source}`
}
