import type { ValueField } from '../cells/row-values.ts'
import type { RowsOfId, SheetRow } from '../cells/tab-contents.ts'
import type { MirrorContext } from '../mirror-context.ts'
import type { DecisionContext } from './decision.ts'
import type { Known } from './known-store.ts'
import { differing } from './loose-rows.ts'
import { isRowOf } from './owner.ts'

/**
 * Readings into whose rows a batch has written ids that it was to give to others, though their own ids stand elsewhere: on
 * their copies, or in rows that were hit too.
 */
export async function findDisplacedOwners(
  { site, known }: Pick<MirrorContext, 'site' | 'known'>,
  decision: DecisionContext,
  changed: readonly RowsOfId[],
  appended: ReadonlyMap<string, number>,
): Promise<Known[]> {
  const wrong = changed.flatMap((entry) => withoutOwn(entry, decision))
  if (wrong.length === 0) return []
  // What the batch has appended has a row of its own.
  const bearers = decision.bearersBefore.values().filter((id) => !appended.has(id))
  const ids = new Set([...bearers, ...wrong.flatMap(({ id, hasOwn }) => (hasOwn ? [] : [id]))])
  const owners = [...(await known.withIds(site, [...ids])).values()]
  return owners.filter((owner) =>
    wrong.some(({ id, rows }) => {
      const overwritten: ValueField[] = decision.sourced.has(id) ? ['source'] : []
      return id !== owner.id && rows.some((row) => isOwn(row, owner, decision, overwritten))
    }),
  )
}

/** The rows that bear an id which the batch has written, and do not show its reading. */
function withoutOwn({ id, rows }: RowsOfId, decision: DecisionContext): (RowsOfId & { hasOwn: boolean })[] {
  const reading = decision.numbered.has(id) ? decision.known.get(id) : undefined
  if (!reading) return []
  const others = rows.filter((row) => !isRowOf(row, reading, decision, []))
  return others.length === 0 ? [] : [{ id, rows: others, hasOwn: others.length < rows.length }]
}

/** A row that cannot be read is known by what it held before the batch. */
function isOwn(row: SheetRow, owner: Known, decision: DecisionContext, overwritten: readonly ValueField[]): boolean {
  const isUnread = decision.unread.some(
    ({ id, cells, isCopy }) =>
      id === owner.id && !isCopy && differing(cells, row.cells).every((field) => overwritten.includes(field)),
  )
  return isUnread || isRowOf(row, owner, decision, overwritten)
}
