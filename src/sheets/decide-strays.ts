import { readRow } from './decide.ts'
import { rewrite } from './decide-gone.ts'
import type { Decision, DecisionContext } from './decision.ts'
import type { Known, KnownStore } from './known-store.ts'
import { merge } from './merge.ts'
import { areSame } from './row-values.ts'
import { type CrookedRow, straighten } from './straighten.ts'
import type { StrayRow } from './tab-contents.ts'

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
    const [reading, crooked] = [readings.get(row.id), context.crooked.get(row.id)]
    return reading && crooked ? decideStray(row, reading, crooked, context) : []
  })
}

function decideStray(row: StrayRow, known: Known, crooked: CrookedRow, context: DecisionContext): Decision[] {
  const straight = straighten(row, known, crooked, context.timeZones)
  const written = [...known.earlier, known].filter(({ revision }) => revision >= crooked.revision)
  const read = readRow(straight.row, known, context)
  if ('problem' in read) return [rewrite(known, straight.row.cells, context)]
  if (written.some((revision) => areSame(read, revision))) return []
  const { values, outdone, isWithdrawn } = merge(known, written[0] ?? known, read, context.editedAt)
  const amendment = {
    id: known.id,
    revision: known.revision,
    outdone: outdone && { ...outdone, withdrawnAt: null },
    values: { ...values, withdrawnAt: isWithdrawn ? known.withdrawnAt : null },
    isShown: false,
    sheetRow: null,
  }
  return [{ kind: 'amend', row: row.row, amendment, seen: undefined }]
}
