import { tabRange } from '../cells/sheet-layout.ts'
import { isRangeRefusal, SheetsFailure } from '../google/sheets-failure.ts'
import type { MirrorContext } from '../mirror-context.ts'
import { headerProblem, openTab, type Tab } from '../sheet-tab.ts'
import type { Wanted } from './comparison.ts'
import type { ClearLook } from './missing-rows.ts'

/** What a look at the tab has found. */
export type SheetLook = ClearLook & {
  tab: Tab
  /** When people changed what is seen now, as far as that can be told. */
  editedAt: number
}

export interface LookSettings {
  /** The tab as it was found last. */
  tab: Tab | undefined
  lookedAt: number | undefined
  wanted: Wanted
  /** A person has said that a tab that is gone is meant to be gone: another is made. */
  isResumed: boolean
}

const wholeTab = 'A1:ZZ'

/**
 * Reads the whole tab in one request and compares it with the last look.
 *
 * @throws SheetUnclearError where the header cannot be understood
 */
export async function lookAtSheet(
  context: MirrorContext,
  settings: LookSettings,
  signal: AbortSignal,
): Promise<SheetLook> {
  const { client, clock, comparer, spreadsheetId } = context
  const { tab: last, lookedAt, wanted, isResumed } = settings
  const tab = last ?? (await openTab(context, signal, isResumed ? 'resumed' : undefined))
  const answer = await client
    .readAnswer(spreadsheetId, tabRange(tab.title, wholeTab), signal)
    .catch((error: unknown) => ifRenamed(error, last))
  if (!answer) return await lookAtSheet(context, { ...settings, tab: undefined }, signal)
  const now = clock()
  const difference = await comparer.compare(answer, wanted).catch((error: unknown) => {
    throw new SheetsFailure('retry', "Google's answer cannot be read; it is asked again", { reason: String(error) })
  })
  if (difference.kind === 'unclear') {
    // Another tab may bear this name by now.
    if (last) return await lookAtSheet(context, { ...settings, tab: undefined }, signal)
    throw headerProblem(tab.title, difference.header)
  }
  const editedAt = lookedAt === undefined ? now : (lookedAt + now) / 2
  return { ...difference, tab: { ...tab, columns: difference.columns }, editedAt }
}

/** A tab that was renamed since is looked for by its number. */
function ifRenamed(error: unknown, tab: Tab | undefined): undefined {
  if (!(tab && isRangeRefusal(error))) throw error
}
