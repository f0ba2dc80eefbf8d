import type { Job, LookupResult } from '../../connector.ts'
import { fill } from '../../placeholders.ts'
import { again } from './halt.ts'
import { holdsNumber, matchesOf } from './patterns.ts'
import { type Recipe, stepMilliseconds } from './recipe.ts'
import type { Stage } from './steps.ts'

type History = NonNullable<Recipe['history']>

/**
 * Finds the job's reading in what the portal lists. Absence is proven only by a page that came well and has come to rest,
 * and on which the value does not stand at all.
 */
export async function lookInHistory(stage: Stage, history: History, job: Job): Promise<LookupResult> {
  const { visit, recipe } = stage
  const early = findRow(await visit.text(), history, job)
  if (early) return early
  const milliseconds = recipe.timeout ?? stepMilliseconds
  const isAtRest = await visit.current
    .waitForLoadState('networkidle', { timeout: milliseconds })
    .then(() => true)
    .catch(() => false)
  await stage.watch()
  const text = await visit.text()
  const found = findRow(text, history, job)
  if (found) return found
  const trouble = visit.trouble() ?? (isAtRest ? undefined : 'The list at the portal did not come to rest.')
  return trouble === undefined ? absence(text, history, job) : again(trouble)
}

// An entry whose receipt another submission has is that one.
function findRow(text: string, history: History, { receiptsOfOthers }: Job): LookupResult | undefined {
  for (const [row = ''] of matchesOf(history.row, text)) {
    const receipt = receiptIn(row, history)
    if (receipt === null || !receiptsOfOthers.has(receipt))
      return { kind: 'found', receipt, detail: `The portal lists it: ${row.replaceAll(/\s+/g, ' ').trim()}` }
  }
  return undefined
}

function receiptIn(row: string, { receipt }: History): string | null {
  const [match] = receipt === undefined ? [] : matchesOf(receipt, row)
  const text = (match?.[1] ?? match?.[0] ?? '').trim()
  return text === '' ? null : text
}

// A value that stands there in another form than the row expects may be the very reading.
function absence(text: string, history: History, { placement }: Job): LookupResult {
  const ofOthers = matchesOf(history.row, text).map(([row = '']) => row)
  const rest = ofOthers.reduce((left, row) => left.replace(row, ''), text)
  const isThere = holdsNumber(rest, fill('{{reading}}', placement))
  if (!isThere) return { kind: 'absent', detail: 'The portal does not list it.' }
  return { kind: 'similar', detail: 'The portal shows the same value, but not in a row as the recipe describes it.' }
}
