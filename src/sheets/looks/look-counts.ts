import { ownFields, type SheetRow, type TabContents } from '../cells/tab-contents.ts'

/** What two looks in a row have shown is taken for meant. */
export const enoughLooks = 2

export interface MissingId {
  id: string
  looks: number
  /** The row that closed up over it when it went, where no rows were sorted. */
  gap: Gap | undefined
}

/** One row; any from there on below the last row that is left, where empty rows may have been. */
interface Gap {
  first: number
  last: number
}

// Neighbours that are gone too.
const mostGone = 20

/** Counts in how many looks in a row an id has been missing. */
export function createAbsence() {
  const missed = new Map<string, Omit<MissingId, 'id'>>()
  const expect = (ids: Iterable<string>): void => {
    for (const id of ids)
      if ((missed.get(id)?.looks ?? enoughLooks) >= enoughLooks) missed.set(id, { looks: 0, gap: undefined })
  }
  return {
    expect,
    /** Nothing was decided about these: they are told again at the next look. */
    askAgain: (ids: Iterable<string>): void => {
      for (const id of ids) missed.set(id, { looks: enoughLooks - 1, gap: missed.get(id)?.gap })
    },
    count: (before: TabContents | undefined, now: TabContents): MissingId[] => {
      if (before !== now && now.sharedRows === 0)
        expect(before?.places.keys().filter((id) => !now.places.has(id)) ?? [])
      for (const [id, { looks }] of missed) if (now.places.has(id) || looks >= enoughLooks) missed.delete(id)
      const gapNow = missed.size > 0 ? gapsBetween(before, now) : noGap
      for (const [id, { looks, gap }] of missed) missed.set(id, { looks: looks + 1, gap: gap ?? gapNow(id) })
      return [...missed].map(([id, counted]) => ({ id, ...counted }))
    },
  }
}

/** Whether the rows that are left follow each other as they did. */
function isInOrder(before: TabContents, now: TabContents): boolean {
  let last = 0
  for (const id of before.ids) {
    const place = id ? now.places.get(id) : undefined
    if (place === undefined) continue
    if (place < last) return false
    last = place
  }
  return true
}

const noGap = (): undefined => undefined

function gapsBetween(before: TabContents | undefined, now: TabContents): (id: string) => Gap | undefined {
  return before && isInOrder(before, now) ? (id) => gapOf(before, now, id) : noGap
}

function gapOf(before: TabContents, now: TabContents, id: string): Gap | undefined {
  const place = before.places.get(id)
  if (place === undefined) return undefined
  const above = before.ids.slice(Math.max(0, place - mostGone), place).findLast((other) => now.places.has(other))
  const below = before.ids.slice(place + 1, place + 1 + mostGone).find((other) => now.places.has(other))
  const aboveNow = above === undefined ? 0 : now.places.get(above)
  if (aboveNow === undefined) return undefined
  const first = aboveNow + 2
  if (below === undefined) return { first, last: Number.POSITIVE_INFINITY }
  return now.places.get(below) === aboveNow + 1 ? { first, last: first } : undefined
}

/** Counts in how many looks in a row a row without an id has read the same. */
export function createRest() {
  let resting = new Map<string, number>()
  return {
    count: (rows: readonly SheetRow[]): (SheetRow & { looks: number })[] => {
      const before = resting
      resting = new Map()
      return rows.map((row) => {
        const content = JSON.stringify(ownFields.map((field) => row.cells[field] ?? ''))
        const looks = (before.get(content) ?? 0) + 1
        resting.set(content, looks)
        return { ...row, looks }
      })
    },
  }
}
