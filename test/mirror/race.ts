import { isDeepStrictEqual } from 'node:util'
import type { FakeCell } from '../fakes/google/model.ts'
import { headerOf, rowsOf } from '../fakes/google/people.ts'
import { rawValue } from '../fakes/google/ranges.ts'
import type { FakeCall, Fault } from '../fakes/google/types.ts'
import { columnOf } from './cells.ts'
import type { Claims } from './claims.ts'
import { type Hand, move } from './hands.ts'
import type { World } from './world.ts'

export interface Race {
  kind: 'race'
  hand: Hand
  /** The hand comes in before the look that follows the write; else before the write is applied. */
  isAfter?: boolean
}

/** The hand comes in when the next write has arrived at Google, or when it has been applied and is yet to be seen. */
export function race(world: World, { hand, isAfter = false }: Race): void {
  const { google } = world
  const apply = google.beforeApply
  google.beforeApply = (call) => {
    if (call.kind === 'write') {
      google.beforeApply = apply
      if (isAfter) moveBeforeRead(world, hand)
      else move(world, hand)
    }
    apply(call)
  }
}

function moveBeforeRead(world: World, hand: Hand): void {
  const { google } = world
  const { chooseFault } = google
  google.chooseFault = (kind, call) => {
    if (kind === 'read') {
      google.chooseFault = chooseFault
      move(world, hand)
    }
    return chooseFault(kind, call)
  }
}

/**
 * Follows each write from the look before it until it is applied. Sheets has no conditional write: what a person types
 * meanwhile into the very cell that it corrects or deletes can be seen by nobody, and is not asked for. A row that a
 * person deletes meanwhile may come back where it deletes others: it cannot always be told who has deleted which. Where
 * the person deletes one that it meant, and sorts, what it hits instead is gone as if the person had deleted that.
 */
export function watchWrites(world: World): void {
  const { google, claims } = world
  const before = new WeakMap<FakeCall, { typed: Set<unknown>; deleted: Set<string> }>()
  const present = () => ({ typed: new Set<unknown>(claims.typed.keys()), deleted: new Set(claims.deleted.keys()) })
  const answered = new WeakSet<FakeCall>()
  const deleting = new Set<string | undefined>()
  let seen = present()
  let header = headerOf(world.tab())
  const { chooseFault } = google
  google.chooseFault = (kind, call) => {
    if (kind === 'read') [seen, header] = [present(), headerOf(world.tab())]
    if (kind === 'write') before.set(call, seen)
    if (kind === 'write' && (call.body.includes('deleteDimension') || isMarkerAlone(call.body)))
      deleting.add(markerOf(call.body))
    const fault = chooseFault(kind, call)
    if (!fault) answered.add(call)
    if (kind === 'write' && fault && isDoubtful(fault)) {
      deletedMeanwhile(claims, seen.deleted, call.body)
      // Its first try was to delete rows, and may be what has arrived.
      if (deleting.has(markerOf(call.body))) [claims.isDeleting, claims.isToldStanding] = [true, false]
    }
    return fault
  }
  google.beforeApply = (call) => {
    if (call.body.includes('deleteDimension')) {
      const isAsMeant = isDeepStrictEqual(headerOf(world.tab()), header)
      claims.isDeleting = true
      claims.isToldStanding = google.options.returnsSpreadsheet && answered.has(call) && isAsMeant
    }
    const then = before.get(call)
    if (!then) return
    noteOverwritten(world, call.body)
    const deleted = deletedMeanwhile(claims, then.deleted, call.body)
    if (deleted.some((id) => claims.withdrawn.has(id)))
      for (const id of idsToBeDeleted(world, call.body)) claims.deletedEver.add(id)
    const bereft = new Set([...claims.deleted.keys()].filter((id) => !then.deleted.has(id)))
    spare(world, { seen: then.typed, bereft }, call.body)
  }
}

/** What it was to do has become moot, such as to delete a row that a person was quicker to delete. */
function isMarkerAlone(body: string): boolean {
  const { requests } = JSON.parse(body) as { requests: object[] }
  return requests.every((request) => 'createDeveloperMetadata' in request || 'deleteDeveloperMetadata' in request)
}

function markerOf(body: string): string | undefined {
  return /"metadataId":(\d+)/.exec(body)?.[1]
}

/** The mirror cannot tell whether the write was applied. */
function isDoubtful(fault: Fault): boolean {
  return !(fault.kind === 'expired-token' || (fault.kind === 'status' && fault.status < 500))
}

/** What a person has deleted since the look before a write that deletes rows may come back. */
function deletedMeanwhile(claims: Claims, before: ReadonlySet<string>, body: string): string[] {
  if (!body.includes('deleteDimension')) return []
  const deleted = [...claims.deleted.keys()].filter((id) => !before.has(id))
  for (const id of deleted) claims.touched.add(id)
  return deleted
}

function noteOverwritten({ claims, tab }: World, body: string): void {
  for (const [place, value] of cellsToBeWritten(body)) {
    const [row = 0, column = 0] = place.split(' ').map(Number)
    const old = rawValue(tab().rows[row]?.[column])
    if (value !== '' && old !== '') claims.overwritten.set(value, [...(claims.overwritten.get(value) ?? []), old])
  }
}

interface Before {
  /** What had been typed already. */
  seen: ReadonlySet<unknown>
  /** Readings of which a person has deleted a row: the other one may be a copy that differs in the cell that is hit. */
  bereft: ReadonlySet<string>
}

/** Lets go of what the write takes from the cells that it hits. */
function spare(world: World, { seen, bereft }: Before, body: string): void {
  const { claims } = world
  const rowsToGo = rowsToBeDeleted(body)
  const cellsToCome = cellsToBeWritten(body)
  const rows = rowsOf(world.tab())
  const hit = [...claims.typed.values()].filter(({ cell, field }) => {
    const index = rows.findIndex((candidate) => Object.values(candidate).includes(cell))
    const id = String(rows[index]?.['Reading_ID'])
    const isOverwritten = cellsToCome.has(`${index + 1} ${columnOf(world, field)}`)
    if (seen.has(cell)) return isOverwritten && bereft.has(id)
    const isCorrected = claims.withdrawn.has(id) || claims.corrected.has(`${id} ${field}`)
    return isOverwritten || isCorrected || rowsToGo.has(index + 1)
  })
  setImmediate(() => {
    const left = new Set(rowsOf(world.tab()).flatMap((row) => Object.values(row)))
    claims.release(hit.map(({ cell }) => cell).filter((cell) => !left.has(cell)))
  })
}

interface Change {
  deleteDimension?: { range: { startIndex: number } }
  updateCells?: { start: { rowIndex: number; columnIndex: number }; rows: { values: FakeCell[] }[] }
}

/** Counted from 0 with the header. A batch deletes from the bottom, so they are numbered as before it. */
function rowsToBeDeleted(body: string): Set<number> {
  const { requests } = JSON.parse(body) as { requests: Change[] }
  return new Set(requests.flatMap(({ deleteDimension }) => deleteDimension?.range.startIndex ?? []))
}

function idsToBeDeleted(world: World, body: string): string[] {
  const rows = rowsOf(world.tab())
  return [...rowsToBeDeleted(body)].map((index) => String(rows[index - 1]?.['Reading_ID']))
}

/** What is written where, as `row column`, counted from 0. */
function cellsToBeWritten(body: string): Map<string, unknown> {
  const { requests } = JSON.parse(body) as { requests: Change[] }
  return new Map(
    requests.flatMap(({ updateCells }) => {
      if (!updateCells) return []
      const { start, rows } = updateCells
      return (rows[0]?.values ?? []).map((cell, index): [string, unknown] => [
        `${start.rowIndex} ${start.columnIndex + index}`,
        rawValue(cell),
      ])
    }),
  )
}
