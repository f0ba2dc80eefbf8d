import { SheetUnclearError } from '../google/sheets-failure.ts'
import type { Known } from './known-store.ts'

/** Fewer are never too many. */
export const fewestGone = 10

/** Whether so many rows have gone within one look that it may be an accident: ten or more, and half of all. */
export function areTooManyGone(gone: number, before: number): boolean {
  return gone >= fewestGone && gone * 2 >= before
}

/** @throws SheetUnclearError where too many rows have gone */
export function checkGone(gone: number, before: number): void {
  if (!areTooManyGone(gone, before)) return
  throw new SheetUnclearError(
    `${gone} of ${before} rows are gone from the sheet at once, or have lost their Reading_ID. Nothing is withdrawn. Undo that in the sheet, or bring it back from the version history; if it is meant, say so with POST /sites/{site}/sheet/resume`,
  )
}

/** Whether a reading without a row should have one. */
export function shouldHaveRow({ withdrawnAt, sheetRevision, sheetRow }: Known): boolean {
  return withdrawnAt === null && sheetRevision > 0 && sheetRow !== null
}
