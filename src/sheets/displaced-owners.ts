import type { DecisionContext } from './decision.ts'
import type { Known } from './known-store.ts'
import { differing } from './loose-rows.ts'
import type { MirrorContext } from './mirror-context.ts'
import { isRowOf } from './owner.ts'
import type { ValueField } from './row-values.ts'
import type { RowsOfId, SheetRow } from './tab-contents.ts'

/** Readings into whose rows a batch that gives their copies ids has written one of those that it was to give to other rows. */
export async function findDisplacedOwners(
  { site, known }: Pick<MirrorContext, 'site' | 'known'>,
  decision: DecisionContext,
  changed: readonly RowsOfId[],
  appended: ReadonlyMap<string, number>,
): Promise<Known[]> {
  if (decision.bearersBefore.size === 0) return []
  const renumbered = changed.filter(({ id }) => decision.numbered.has(id))
  // What the batch has appended has a row of its own.
  const bearers = decision.bearersBefore.values().filter((id) => !appended.has(id))
  const owners = [...(await known.withIds(site, [...bearers])).values()]
  return owners.filter((owner) =>
    renumbered.some(({ id, rows }) => {
      const overwritten: ValueField[] = decision.sourced.has(id) ? ['source'] : []
      return id !== owner.id && rows.some((row) => isOwn(row, owner, decision, overwritten))
    }),
  )
}

/** A row that cannot be read is known by what it held before the batch. */
function isOwn(row: SheetRow, owner: Known, decision: DecisionContext, overwritten: readonly ValueField[]): boolean {
  const isUnread = decision.unread.some(
    ({ id, cells, isCopy }) =>
      id === owner.id && !isCopy && differing(cells, row.cells).every((field) => overwritten.includes(field)),
  )
  return isUnread || isRowOf(row, owner, decision, overwritten)
}
