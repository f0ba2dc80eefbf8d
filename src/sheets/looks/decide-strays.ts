import { areSame, valueFields } from '../cells/row-values.ts'
import type { StrayRow } from '../cells/tab-contents.ts'
import { readRow, straightenHit } from './decide.ts'
import { rewrite } from './decide-gone.ts'
import type { Decision, DecisionContext } from './decision.ts'
import type { Known, KnownStore } from './known-store.ts'
import { merge } from './merge.ts'

/**
 * What people have typed into rows that were appended with their ids under wrong headers. Such rows are deleted and
 * written anew, with that.
 */
export async function decideStrays(
  { site, known }: { site: string; known: Pick<KnownStore, 'withHistory'> },
  strays: readonly StrayRow[],
  context: DecisionContext,
): Promise<Decision[]> {
  const readings = await known.withHistory(
    site,
    strays.map(({ id }) => id),
  )
  return strays.flatMap((row) => {
    const reading = readings.get(row.id)
    const isAppended = context.crooked.has(row.id) || context.astray.has(row.id)
    return reading && isAppended ? decideStray(row, reading, context) : []
  })
}

function decideStray(row: StrayRow, known: Known, context: DecisionContext): Decision[] {
  // It may be left from a batch before the one that is open; its columns were moved in any case.
  const isAnywhere = { id: known.id, revision: 0, fields: valueFields }
  const { straight, mistakes } = straightenHit(row, known, isAnywhere, context)
  const read = readRow(straight.row, known, context)
  if ('problem' in read) return [...mistakes, rewrite(known, straight.row.cells, context)]
  if (straight.as && areSame(read, straight.as)) return mistakes
  const { values, outdone, isWithdrawn } = merge(known, straight.as ?? known, read, context.editedAt)
  const amendment = {
    id: known.id,
    revision: known.revision,
    outdone: outdone && { ...outdone, withdrawnAt: null },
    values: { ...values, withdrawnAt: isWithdrawn ? known.withdrawnAt : null },
    isShown: false,
    sheetRow: null,
  }
  return [...mistakes, { kind: 'amend', row: row.row, amendment, seen: undefined }]
}
