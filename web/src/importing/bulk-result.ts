import type { BulkResult } from '../../../src/readings/bulk/bulk.ts'

export const emptyResult: BulkResult = {
  received: 0,
  recorded: 0,
  duplicates: 0,
  rejected: 0,
  errors: [],
  warnings: [],
  duplicateRanges: [],
}

/** The answer to rows that were sent in parts, one after the other. */
export function joined(before: BulkResult, next: BulkResult): BulkResult {
  const { received } = before
  const moved = <Row extends { index: number }>(row: Row): Row => ({ ...row, index: row.index + received })
  return {
    received: received + next.received,
    recorded: before.recorded + next.recorded,
    duplicates: before.duplicates + next.duplicates,
    rejected: before.rejected + next.rejected,
    errors: [...before.errors, ...next.errors.map(moved)],
    warnings: [...before.warnings, ...next.warnings.map(moved)],
    duplicateRanges: [
      ...before.duplicateRanges,
      ...next.duplicateRanges.map(({ first, last }) => ({ first: first + received, last: last + received })),
    ],
  }
}
