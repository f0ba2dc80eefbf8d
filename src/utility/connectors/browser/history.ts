import { setTimeout } from 'node:timers/promises'
import type { Job, LookupResult } from '../connector.ts'
import { again } from './halt.ts'
import { matchesOf, mayHoldValue } from './patterns.ts'
import { type Recipe, stepMilliseconds } from './recipe.ts'
import type { Stage } from './steps.ts'

type History = NonNullable<Recipe['history']>

/** A list that is drawn by a script asks for its entries only after the page is there: so long nothing must be asked for. */
const longestRestMilliseconds = 1000
const restPart = 1 / 8
const lookAgainMilliseconds = 100

/**
 * Finds the job's reading in what the portal lists. Absence is proven only by a page that came well, that asks for nothing
 * more for a while, and on which the value does not stand at all.
 */
export async function lookInHistory(stage: Stage, history: History, job: Job): Promise<LookupResult> {
  const { visit, recipe } = stage
  const startedAt = performance.now()
  const milliseconds = recipe.timeout ?? stepMilliseconds
  const restMilliseconds = Math.min(longestRestMilliseconds, milliseconds * restPart)
  const deadline = startedAt + milliseconds + restMilliseconds
  for (;;) {
    const restsSince = Math.max(startedAt, visit.traffic.lastAt())
    const isAtRest = performance.now() - restsSince >= restMilliseconds
    const text = await visit.text()
    const found = findRow(text, history, await job.receiptsOfOthers())
    if (found) return found
    await stage.watch()
    const trouble = visit.trouble()
    if (isAtRest) return trouble === undefined ? absence(text, history, job) : again(trouble)
    if (performance.now() > deadline) return again(trouble ?? 'The list at the portal did not come to rest.')
    await setTimeout(lookAgainMilliseconds)
  }
}

// An entry whose receipt another submission has is that one.
function findRow(text: string, history: History, receiptsOfOthers: ReadonlySet<string>): LookupResult | undefined {
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
  if (!mayHoldValue(rest, placement.value)) return { kind: 'absent', detail: 'The portal does not list it.' }
  return { kind: 'similar', detail: 'The portal shows the same value, but not in a row as the recipe describes it.' }
}
