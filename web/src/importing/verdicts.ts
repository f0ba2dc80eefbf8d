import type { BulkResult } from '../../../src/readings/bulk/bulk.ts'

/** What the service says of a row. */
export const verdictKinds = ['fine', 'duplicate', 'doubtful', 'rejected'] as const
export type VerdictKind = (typeof verdictKinds)[number]

export interface Verdict {
  kind: VerdictKind
  message: string
}

export interface Verdicts {
  of(index: number): Verdict
  /** The rows of a kind, as far as the service lists them. */
  indices: Readonly<Record<VerdictKind, readonly number[]>>
  counts: Readonly<Record<VerdictKind, number>>
}

const fine: Verdict = { kind: 'fine', message: '' }

export function verdictsOf({
  received,
  duplicates,
  rejected,
  errors,
  warnings,
  duplicateRanges,
}: BulkResult): Verdicts {
  const known = new Map<number, Verdict>()
  for (const { index, message } of warnings) {
    const before = known.get(index)?.message
    known.set(index, { kind: 'doubtful', message: before === undefined ? message : `${before} ${message}` })
  }
  for (const { first, last } of duplicateRanges)
    for (let index = first; index <= last; index++) known.set(index, { kind: 'duplicate', message: '' })
  for (const { index, message } of errors) known.set(index, { kind: 'rejected', message })
  const of = (index: number): Verdict => known.get(index) ?? fine
  const indices: Record<VerdictKind, number[]> = { fine: [], duplicate: [], doubtful: [], rejected: [] }
  for (let index = 0; index < received; index++) indices[of(index).kind].push(index)
  const doubtful = indices.doubtful.length
  return {
    of,
    indices,
    counts: { fine: received - duplicates - rejected - doubtful, duplicate: duplicates, doubtful, rejected },
  }
}
