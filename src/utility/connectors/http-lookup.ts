import type { Job, LookupResult } from '../connector.ts'
import { readThousandths } from '../value.ts'
import type { HttpDefinition } from './http-definition.ts'
import { atPointer, textAt } from './json-pointer.ts'

type Lookup = NonNullable<HttpDefinition['lookup']>

const tooCloseThousandths = 1000

/**
 * Finds the job's reading in what the utility lists. Only a list that is understood whole proves absence: a pointer
 * that leads nowhere must not look like "nothing arrived".
 */
export function findInList(body: unknown, lookup: Lookup, { placement, receiptsOfOthers }: Job): LookupResult {
  const list = atPointer(body, lookup.list)
  if (!Array.isArray(list)) return notUnderstood(`there is no list at ${lookup.list}`)
  const day = localDay(placement.readingAt, placement.timeZone)
  let isSimilarThere = false
  for (const entry of list as unknown[]) {
    const days = daysOf(atPointer(entry, lookup.match.date), placement.timeZone)
    if (!days) return notUnderstood(`an entry has no date at ${lookup.match.date}`)
    const receipt = lookup.receipt === undefined ? null : textAt(entry, lookup.receipt)
    if (!days.includes(day) || receiptsOfOthers.has(receipt ?? '')) continue
    const difference = differenceOf(atPointer(entry, lookup.match.reading), placement.value)
    if (difference === undefined) return notUnderstood(`an entry has no number at ${lookup.match.reading}`)
    if (difference === 0)
      return { kind: 'found', receipt, detail: `The utility lists the reading on ${day}.`, evidence: [] }
    // It may be ours in another rounding, so it proves nothing either way.
    isSimilarThere ||= difference < tooCloseThousandths
  }
  if (isSimilarThere)
    return {
      kind: 'similar',
      detail: `The utility lists a value on ${day} that is nearly, but not quite, the one sent.`,
    }
  return { kind: 'absent', detail: `The utility does not list the reading on ${day}.` }
}

function differenceOf(listed: unknown, sent: number): number | undefined {
  const value = readThousandths(listed)
  return value === undefined ? undefined : Math.abs(value - sent)
}

function notUnderstood(reason: string): LookupResult {
  return { kind: 'again', detail: `The utility's list is not understood: ${reason}.`, afterMilliseconds: null }
}

function localDay(instant: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString()
}

// A date alone is often written as midnight UTC, so the date as written counts as well as the site's.
function daysOf(value: unknown, timeZone: string): string[] | undefined {
  if (typeof value !== 'string') return undefined
  const german = /^(\d{2})\.(\d{2})\.(\d{4})(?!\d)/.exec(value)
  if (german) return [`${german[3]}-${german[2]}-${german[1]}`]
  const written = /^(\d{4}-\d{2}-\d{2})(?:$|[T ])/.exec(value)?.[1]
  if (written === undefined) return undefined
  try {
    return [written, localDay(Temporal.Instant.from(value).epochMilliseconds, timeZone)]
  } catch {
    return [written]
  }
}
