import { readThousandths } from '../../submissions/value.ts'
import type { Job, LookupResult } from '../connector.ts'
import type { Placement } from '../placeholders.ts'
import type { HttpDefinition } from './http-definition.ts'
import { atPointer, receiptAt } from './json-pointer.ts'

type Lookup = NonNullable<HttpDefinition['lookup']>

const tooCloseThousandths = 1000

/**
 * Finds the job's reading in what the utility lists. Only a list that is understood whole proves absence: a pointer
 * that leads nowhere, or a first page of several, must not look like "nothing arrived". And utilities write days in UTC,
 * or in a zone of their own: the value on a day next to the reading's is neither found nor absent.
 */
export function findInList(
  body: unknown,
  lookup: Lookup,
  { placement }: Pick<Job, 'placement'>,
  receiptsOfOthers: ReadonlySet<string>,
): LookupResult {
  const list = atPointer(body, lookup.list)
  if (!Array.isArray(list)) return notUnderstood(`there is no list at ${lookup.list}`)
  const day = localDay(placement.readingAt, placement.timeZone)
  const whole: Entry[] = []
  for (const item of list as unknown[]) {
    const entry = readEntry(item, lookup, placement, day)
    if (typeof entry === 'string') return notUnderstood(entry)
    whole.push(entry)
  }
  // What is nearly the value may be ours in another rounding.
  const candidates = whole.filter(
    ({ isNear, receipt, difference }) =>
      isNear && !receiptsOfOthers.has(receipt ?? '') && difference < tooCloseThousandths,
  )
  const own = candidates.find(({ on, difference }) => difference === 0 && on.equals(day))
  if (own) return { kind: 'found', receipt: own.receipt, detail: `The utility lists the reading on ${String(day)}.` }
  const [similar] = candidates
  if (similar)
    return {
      kind: 'similar',
      detail: `The utility lists the value, or nearly it, on ${String(similar.on)}; it may be this one.`,
    }
  if (goesOn(body)) return notUnderstood('it goes on on another page')
  return { kind: 'absent', detail: `The utility does not list the reading on ${String(day)}.` }
}

interface Entry {
  on: Temporal.PlainDate
  /** On the day or beside it. */
  isNear: boolean
  receipt: string | null
  /** From the value that was sent, in thousandths. */
  difference: number
}

/** An entry of the list, or why it is not understood. */
function readEntry(
  item: unknown,
  { match, receipt }: Lookup,
  { timeZone, value }: Placement,
  day: Temporal.PlainDate,
): Entry | string {
  const on = dayOf(atPointer(item, match.date), timeZone)
  if (!on) return `an entry has no date at ${match.date}`
  const isNear = daysBetween(on, day) <= 1
  const listed = readThousandths(atPointer(item, match.reading))
  if (isNear && listed === undefined) return `an entry has no number at ${match.reading}`
  const difference = Math.abs((listed ?? Number.NaN) - value)
  return { on, isNear, receipt: receipt === undefined ? null : receiptAt(item, receipt), difference }
}

function notUnderstood(reason: string): LookupResult {
  return { kind: 'again', detail: `The utility's list is not understood: ${reason}.`, afterMilliseconds: null }
}

const nextPage = /^(_?links?|paging|pagination|meta|page)$/i
const moreThere = /^(next|next_?(page|cursor|link|token|url)|has_?(more|next))$/i

// The usual ways to say that a list comes in pages; the words stand beside the list, or one level deeper.
function goesOn(body: unknown, isDeeper = false): boolean {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false
  return Object.entries(body).some(
    ([key, value]) =>
      (moreThere.test(key) && Boolean(value)) || (!isDeeper && nextPage.test(key) && goesOn(value, true)),
  )
}

function localDay(instant: number, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDate()
}

function daysBetween(one: Temporal.PlainDate, other: Temporal.PlainDate): number {
  return Math.abs(one.until(other, { largestUnit: 'days' }).days)
}

/** The day that an entry names: of an instant the site's, and of a midnight the one written, since it is a mere date. */
function dayOf(value: unknown, timeZone: string): Temporal.PlainDate | undefined {
  const german = typeof value === 'string' && /^(\d{2})\.(\d{2})\.(\d{4})(?!\d)/.exec(value)
  const text = german ? `${german[3]}-${german[2]}-${german[1]}` : value
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}(?:$|[T ])/.test(text)) return undefined
  try {
    const written = Temporal.PlainDate.from(text.slice(0, 10))
    const isMidnight = /^.{10}[T ]00:00(:00(\.0+)?)?(?![\d:.])/.test(text)
    const instant = isMidnight ? undefined : instantOf(text)
    return instant === undefined ? written : localDay(instant, timeZone)
  } catch {
    return undefined
  }
}

function instantOf(text: string): number | undefined {
  try {
    return Temporal.Instant.from(text).epochMilliseconds
  } catch {
    return undefined
  }
}
