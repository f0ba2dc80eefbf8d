import { hash } from 'node:crypto'
import { noRawRows, type RawRows } from '../cells/raw-rows.ts'
import type { Columns } from '../cells/sheet-layout.ts'
import {
  findStrays,
  ownFields,
  type RowsOfId,
  rowAt,
  rowsOf,
  type SheetRow,
  type StrayRow,
  type TabContents,
  takeApart,
  type UnclearHeader,
  valuesOf,
} from '../cells/tab-contents.ts'
import { createAbsence, createRest, enoughLooks, type MissingId } from './look-counts.ts'

/** What to look for in a tab beside what has changed. */
export interface Wanted {
  /** Rows that are told though they have not changed. */
  ids: readonly string[]
  /** Ids that may have been written into a wrong column. */
  strays: readonly string[]
}

/** What differs from the last look at the tab. After the first look everything does. */
export type Difference =
  | { kind: 'unclear'; header: UnclearHeader }
  | {
      kind: 'clear'
      columns: Columns
      /** Nothing was known of the tab before. */
      isFirst: boolean
      /** How many ids stand there. */
      ids: number
      /** Ids that stood there, and in how many looks in a row they have been missing. */
      missing: MissingId[]
      /** Rows without an id, and in how many looks in a row they have read the same. */
      withoutId: (SheetRow & { looks: number })[]
      /** The same for rows of ids that stand there more than once, by their numbers. */
      twinLooks: [row: number, looks: number][]
      strays: StrayRow[]
      lastRow: number
      /** What was wanted comes first, in one page. */
      page: ChangedPage
    }

/** A bounded part of what has changed. */
export interface ChangedPage {
  changed: RowsOfId[]
  moved: [id: string, row: number][]
  isLast: boolean
}

/** Compares the looks at one tab with each other. It keeps the last one. */
export interface Comparison {
  compare(answer: Uint8Array, wanted: Wanted): Difference
  nextPage(): ChangedPage
  /** Those of the ids that do not stand there. */
  absent(ids: readonly string[]): string[]
  /** The header, some rows, those of some ids and some that hold given values as the last look has seen them. */
  rawRows(rows: readonly number[], ids?: readonly string[], values?: readonly unknown[]): RawRows
  /** These should stand there from now on. */
  expect(ids: readonly string[]): void
  /** Nothing was decided about these, which are missing. */
  askAgain(ids: readonly string[]): void
}

interface Changes {
  changed: string[]
  moved: [id: string, row: number][]
}

const idsAPage = 200
const movesAPage = 2_000
const mostWithoutId = 2_000
const mostHolding = 2_000

export function createComparison(): Comparison {
  let last: { print: string; look: TabContents } | undefined
  let rest: Changes = { changed: [], moved: [] }
  const absence = createAbsence()
  const atRest = createRest()

  const nextPage = (size = idsAPage): ChangedPage => {
    const changed = rest.changed.splice(0, size).map((id) => ({ id, rows: last ? rowsOf(last.look, id) : [] }))
    const moved = rest.moved.splice(0, movesAPage)
    return { changed, moved, isLast: rest.changed.length + rest.moved.length === 0 }
  }
  return {
    compare: (answer, wanted) => {
      const print = hash('sha1', answer)
      const before = last?.look
      const isSame = last?.print === print
      const look = isSame && before ? before : takeApart(valuesOf(answer), before)
      if ('kind' in look) return { kind: 'unclear', header: look }
      last = { print, look }
      const resting = restingRows(look, atRest)
      const changes = isSame ? { changed: twinsAtRest(look, resting), moved: [] } : changesBetween(before, look)
      rest = withWanted(changes, wanted.ids, look)
      return {
        kind: 'clear',
        columns: look.columns,
        isFirst: before === undefined,
        ids: look.places.size,
        missing: absence.count(before, look),
        ...resting,
        strays: findStrays(look, wanted.strays),
        lastRow: look.table.length,
        page: nextPage(wanted.ids.length + idsAPage),
      }
    },
    nextPage: () => nextPage(),
    rawRows: (rows, ids = [], values = []) =>
      last ? rawRowsOf(last.look, [...rows, ...rowsHolding(last.look, values)], ids) : noRawRows,
    absent: (ids) => ids.filter((id) => !last?.look.places.has(id)),
    expect: absence.expect,
    askAgain: absence.askAgain,
  }
}

function restingRows(look: TabContents, atRest: ReturnType<typeof createRest>) {
  const loose = look.withoutId.slice(0, mostWithoutId)
  const twins = [...look.twins.values()].flat().slice(0, mostWithoutId)
  const counted = atRest.count([...loose, ...twins].map((index) => rowAt(look, index)))
  return {
    withoutId: counted.slice(0, loose.length),
    twinLooks: counted.slice(loose.length).map(({ row, looks }): [number, number] => [row, looks]),
  }
}

/** A copy is decided about when it has come to rest, though nothing changes then. */
function twinsAtRest({ ids }: TabContents, { twinLooks }: ReturnType<typeof restingRows>): string[] {
  return [...new Set(twinLooks.flatMap(([row, looks]) => (looks === enoughLooks ? (ids[row - 1] ?? []) : [])))]
}

function changesBetween(before: TabContents | undefined, now: TabContents): Changes {
  const { ids, places, twins, sharedRows } = now
  if (!before) return { changed: [...places.keys()], moved: [] }
  const changes: Changes = { changed: [], moved: [] }
  const isSame = rowComparison(before, now)
  for (let index = 1; index < ids.length; index++) {
    const id = ids[index]
    if (!id || places.get(id) !== index) continue
    const place = index < sharedRows ? index : placeBefore(before, now, id)
    const isTwin = twins.has(id) || before.twins.has(id)
    if (place === undefined || isTwin || !isSame(place, index)) changes.changed.push(id)
    else if (place !== index) changes.moved.push([id, index + 1])
  }
  return changes
}

/** Where lists are gone on with, what has come after the rows of the look before is new. */
function placeBefore(before: TabContents, { sharedRows }: TabContents, id: string): number | undefined {
  return sharedRows > 0 ? undefined : before.places.get(id)
}

function rawRowsOf({ table, places, twins }: TabContents, rows: readonly number[], ids: readonly string[]): RawRows {
  const placesOfIds = new Map(
    ids.flatMap((id) => {
      const place = places.get(id)
      return place === undefined ? [] : [[id, place + 1] as const]
    }),
  )
  const twinRows = ids.flatMap((id) => (twins.get(id) ?? []).map((place) => place + 1))
  const all = [...rows, ...placesOfIds.values(), ...twinRows]
  return { header: table[0] ?? [], rows: new Map(all.map((row) => [row, table[row - 1] ?? []])), placesOfIds }
}

function rowsHolding({ table }: TabContents, values: readonly unknown[]): number[] {
  if (values.length === 0) return []
  const sought = new Set(values)
  const holding = table.flatMap((cells, index) => (cells.some((cell) => sought.has(cell)) ? [index + 1] : []))
  return holding.slice(0, mostHolding)
}

function rowComparison(before: TabContents, now: TabContents): (place: number, index: number) => boolean {
  const pairs = ownFields.map((field) => [before.columns[field], now.columns[field]] as const)
  return (place, index) => {
    const old = before.table[place] ?? []
    const cells = now.table[index] ?? []
    for (const [one, other] of pairs)
      if (old[one] !== cells[other] && ((old[one] ?? '') !== '' || (cells[other] ?? '') !== '')) return false
    return true
  }
}

function withWanted({ changed, moved }: Changes, ids: readonly string[], { places }: TabContents): Changes {
  const wanted = new Set(ids)
  return { changed: [...ids.filter((id) => places.has(id)), ...changed.filter((id) => !wanted.has(id))], moved }
}
