import { rowsOf } from '../fakes/google/people.ts'
import { columnOf, type Hand, move } from './hands.ts'
import type { World } from './world.ts'

/**
 * The hand comes in now. Sheets has no conditional write: what a person types into the very cell that the request on its
 * way corrects or deletes can be seen by nobody, and is not asked for. A row that a person deletes while the request on
 * its way deletes others may come back: it cannot always be told who has deleted which.
 */
export function race(world: World, hand: Hand, body: string): void {
  const { claims } = world
  world.google.beforeApply = () => undefined
  const before = new Set(claims.typed.keys())
  const deleted = new Set(claims.deleted.keys())
  move(world, hand)
  if (body.includes('deleteDimension'))
    for (const id of claims.deleted.keys()) if (!deleted.has(id)) claims.touched.add(id)
  const rowsToGo = rowsToBeDeleted(body)
  const cellsToCome = cellsToBeWritten(body)
  const typed = [...claims.typed.values()].filter(({ cell }) => !before.has(cell))
  const hit = typed.filter(({ cell, field }) => {
    const rows = rowsOf(world.tab())
    const index = rows.findIndex((candidate) => Object.values(candidate).includes(cell))
    const id = String(rows[index]?.['Reading_ID'])
    return (
      claims.withdrawn.has(id) ||
      claims.corrected.has(`${id} ${field}`) ||
      rowsToGo.has(index + 1) ||
      cellsToCome.has(`${index + 1} ${columnOf(world, field)}`)
    )
  })
  setImmediate(() => {
    const left = new Set(rowsOf(world.tab()).flatMap((row) => Object.values(row)))
    claims.release(hit.map(({ cell }) => cell).filter((cell) => !left.has(cell)))
  })
}

interface Change {
  deleteDimension?: { range: { startIndex: number } }
  updateCells?: { start: { rowIndex: number; columnIndex: number }; rows: { values: object[] }[] }
}

/** Counted from 0 with the header. A batch deletes from the bottom, so they are numbered as before it. */
function rowsToBeDeleted(body: string): Set<number> {
  const { requests } = JSON.parse(body) as { requests: Change[] }
  return new Set(requests.flatMap(({ deleteDimension }) => deleteDimension?.range.startIndex ?? []))
}

/** As `row column`, counted from 0. */
function cellsToBeWritten(body: string): Set<string> {
  const { requests } = JSON.parse(body) as { requests: Change[] }
  return new Set(
    requests.flatMap(({ updateCells }) => {
      if (!updateCells) return []
      const { start, rows } = updateCells
      return (rows[0]?.values ?? []).map((_, index) => `${start.rowIndex} ${start.columnIndex + index}`)
    }),
  )
}
