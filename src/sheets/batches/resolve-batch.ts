import { areSameColumns } from '../cells/sheet-layout.ts'
import { SheetUnclearError } from '../google/sheets-failure.ts'
import type { Findings } from '../looks/take-look.ts'
import { hasBeenAnswered, isRefuted, type Knowledge, type MirrorContext } from '../mirror-context.ts'
import type { OpenBatch } from './batches-store.ts'

const mostVanished = 2
// Where no reading stands.
const headerRow = 1

/** Finds out by what a look has found whether a batch has arrived. @returns whether its fate is known now */
export async function resolveBatch(
  context: MirrorContext,
  knowledge: Knowledge,
  batch: OpenBatch,
  { found, astray }: Findings,
): Promise<boolean> {
  const { appended, trace } = batch
  const stray = new Set(astray)
  const isFound = [...appended.keys()].some((id) => found.has(id) || stray.has(id))
  const isAnswered = hasBeenAnswered(knowledge, batch)
  if (appended.size > 0 && !isFound) {
    if (knowledge.vanished >= mostVanished)
      throw new SheetUnclearError(
        'Rows that Google says it has written cannot be found by their Reading_ID; check that nobody moves or clears columns, then restart',
      )
    if (isAnswered) knowledge.vanished++
  }
  const markers = knowledge.tab?.markers ?? []
  const hasMarker = markers.includes(batch.marker)
  // A person may have brought back a row that the batch was to write again.
  if (isRefuted(knowledge, batch, markers) || !(isFound || isAnswered || hasMarker)) return false
  // Under other headers nothing says that its id is gone with it; it is appended once more.
  const hasItsColumns = knowledge.tab !== undefined && areSameColumns(trace.columns, knowledge.tab.columns)
  if (hasItsColumns && (isFound || hasMarker))
    await believeDeleted(
      context,
      knowledge,
      [...appended].filter(([id]) => !(found.has(id) || stray.has(id))),
    )
  return true
}

/** What a batch that has arrived has appended and nobody finds was there: a person was quick to delete it. */
async function believeDeleted(
  { site, pending, comparer }: MirrorContext,
  knowledge: Knowledge,
  appended: readonly (readonly [id: string, revision: number])[],
): Promise<void> {
  if (appended.length === 0) return
  await pending.markShown(
    site,
    appended.map(([id, revision]) => ({ id, revision, row: headerRow })),
  )
  await comparer.expect(appended.map(([id]) => id))
  // The next batch must not take them for hit by it.
  knowledge.missing = [...knowledge.missing, ...appended.map(([id]) => id)]
  knowledge.isUnconfirmed = true
}
