import type { DecisionContext, NewRow } from './decision.ts'
import { findHitRows, type HitRow } from './loose-rows.ts'

/** Copies that are no readings yet and were hit by what was meant for others, their originals among them. */
export function findHitCopies(
  rows: readonly NewRow[],
  { unread, writes, strayed, restored, timeZones }: DecisionContext,
): HitRow[] {
  return rows.flatMap((row) => {
    const alike = unread.filter(({ id }) => id === row.bears)
    // A copy may differ from its original in nothing but what was hit.
    const [copies, originals] = [alike.filter(({ isCopy }) => isCopy), alike.filter(({ isCopy }) => !isCopy)]
    const loose = [...copies, ...originals].map(({ cells }) => cells)
    const meantForOriginal = writes.filter(({ id }) => id === row.bears)
    return loose.length === 0
      ? []
      : findHitRows([row], { loose, strayed: [...strayed, ...meantForOriginal], restored, timeZones })
  })
}
