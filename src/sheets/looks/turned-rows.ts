import type { Decision } from './decision.ts'

/** Readings that lose the rows that bear their ids, and readings that are given rows, as far as has been decided. */
export interface TurnedRows {
  rowless: Set<string>
  numbered: Set<string>
}

/** @returns what was decided */
export function noteTurned<Decided extends { decisions: readonly Decision[] }>(
  { rowless, numbered }: TurnedRows,
  decided: Decided,
): Decided {
  for (const decision of decided.decisions) {
    for (const id of losersOf(decision)) rowless.add(id)
    if (decision.kind === 'number') numbered.add(decision.id)
  }
  return decided
}

function losersOf(decision: Decision): string[] {
  if (decision.kind === 'unnumber') return [decision.id]
  return decision.kind === 'number' && decision.bears !== undefined ? [decision.bears] : []
}

/** Readings that have lost their row and got no other. */
export function bereftOf({ rowless, numbered }: TurnedRows): string[] {
  return [...rowless.difference(numbered)]
}
