import fc from 'fast-check'
import { headerNames } from '../../src/sheets/cells/sheet-layout.ts'
import { type FakeRow, usedRows } from '../fakes/google/model.ts'
import {
  clearRow,
  deleteRow,
  filterRows,
  headerOf,
  insertColumn,
  insertRow,
  moveColumn,
  putRow,
  sortByColumn,
  typeText,
} from '../fakes/google/people.ts'
import { rawValue } from '../fakes/google/ranges.ts'
import { columnOf, idOf, placeOf } from './cells.ts'
import type { Claim } from './claims.ts'
import type { Stage } from './scene.ts'
import { meaningOf, textOf } from './typed-text.ts'

type EditableField = Claim['field']

/** What a person does in the tab; rows are chosen among those that hold something. */
export type Hand =
  | { kind: 'edit'; row: number; field: EditableField }
  | { kind: 'type-nonsense'; row: number; field: 'timestamp' | 'inverter' | 'meter' }
  | { kind: 'empty-note'; row: number }
  | { kind: 'add'; before: number | null; fields: EditableField[] }
  | { kind: 'paste'; row: number; before: number | null; changes: EditableField[] }
  | { kind: 'delete'; row: number; count: number }
  | { kind: 'undo-delete' }
  | { kind: 'clear-row'; row: number }
  | { kind: 'sort'; field: EditableField; direction: 1 | -1 }
  | { kind: 'insert-row'; before: number }
  | { kind: 'insert-column'; before: number }
  | { kind: 'move-column'; from: number; to: number }
  | { kind: 'filter'; remainder: number }
  | { kind: 'rename-tab' }
  | { kind: 'look' }

const row = fc.nat({ max: 40 })
const column = fc.nat({ max: 7 })
const everyField: EditableField[] = ['timestamp', 'inverter', 'meter', 'source', 'note']
const field = fc.constantFrom(...everyField)
const place = fc.option(row)
const literal = <Kind extends string>(kind: Kind): fc.Arbitrary<Kind> => fc.constant(kind)
/** What is done in one go, and so can come between a request's way and its arrival. */
const quickHands: fc.WeightedArbitrary<Hand>[] = [
  { weight: 10, arbitrary: fc.record({ kind: literal('edit'), row, field }) },
  { weight: 1, arbitrary: fc.record({ kind: literal('empty-note'), row }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: literal('paste'), row, before: place, changes: fc.constant<EditableField[]>([]) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: literal('delete'), row, count: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: literal('undo-delete') }) },
  { weight: 1, arbitrary: fc.record({ kind: literal('clear-row'), row }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: literal('sort'), field, direction: fc.constantFrom(1 as const, -1 as const) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: literal('insert-row'), before: row }) },
  { weight: 2, arbitrary: fc.record({ kind: literal('insert-column'), before: column }) },
  { weight: 2, arbitrary: fc.record({ kind: literal('move-column'), from: column, to: column }) },
  { weight: 1, arbitrary: fc.record({ kind: literal('filter'), remainder: fc.nat({ max: 1 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: literal('rename-tab') }) },
  { weight: 1, arbitrary: fc.record({ kind: literal('look') }) },
]
const slowHands: fc.WeightedArbitrary<Hand>[] = [
  {
    weight: 2,
    arbitrary: fc.record({
      kind: literal('type-nonsense'),
      row,
      field: fc.constantFrom('timestamp', 'inverter', 'meter'),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: literal('add'),
      before: place,
      fields: fc.subarray<EditableField>(everyField, { minLength: 1 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: literal('paste'),
      row,
      before: place,
      changes: fc.uniqueArray(field, { minLength: 1, maxLength: 2 }),
    }),
  },
]

export const quick: fc.Arbitrary<Hand> = fc.oneof(...quickHands)
export const hands: fc.Arbitrary<Hand> = fc.oneof(...quickHands, ...slowHands)

type Movers = { [Kind in Hand['kind']]: (stage: Stage, hand: Extract<Hand, { kind: Kind }>) => void }

/** Carries out what a person does; nothing where the tab is not made yet, or has no such row. */
export function move(stage: Stage, hand: Hand): void {
  if (!headerOf(stage.tab()).includes(headerNames.id)) return
  const mover = movers[hand.kind] as (stage: Stage, hand: Hand) => void
  mover(stage, hand)
}

const movers: Movers = {
  edit: (stage, { row: chosen, field: edited }) => {
    const at = rowAt(stage, chosen)
    if (at !== undefined) editField(stage, at, edited)
  },
  'type-nonsense': (stage, { row: chosen, field: edited }) => {
    const at = rowAt(stage, chosen)
    if (at === undefined) return
    const text = `about ${stage.claims.nextNumber()}`
    typeCell(stage, at, edited, text)
    stage.claims.add({ field: edited, value: text, cell: text })
  },
  'empty-note': (stage, { row: chosen }) => {
    const at = rowAt(stage, chosen)
    if (at !== undefined) typeCell(stage, at, 'note', '')
    stage.claims.typedEver.add('note null')
  },
  add: (stage, { before, fields }) => {
    const at = before === null ? usedRows(stage.tab()) + 1 : (rowAt(stage, before) ?? 2)
    if (before !== null) insertRow(stage.tab(), at)
    for (const added of fields) typeField(stage, at, added)
  },
  paste: (stage, { row: chosen, before, changes }) => {
    const from = rowAt(stage, chosen)
    if (from === undefined) return
    const cells = stage.tab().rows[from - 1] ?? []
    const at = before === null ? usedRows(stage.tab()) + 1 : (rowAt(stage, before) ?? 2)
    stage.claims.copied.add(String(idOf(stage, cells)))
    if (changes.length === 0) stage.claims.copiedPlaces.add(placeOf(stage, cells))
    putRow(stage.tab(), at, cells)
    for (const changed of changes) typeField(stage, at, changed)
  },
  delete: (stage, { row: chosen, count }) => {
    for (let deleted = 0; deleted < count; deleted++) {
      const at = rowAt(stage, chosen)
      if (at === undefined) return
      giveUp(stage, at)
      deleteRow(stage.tab(), at)
    }
  },
  'undo-delete': (stage) => {
    const [last] = [...stage.claims.deleted].slice(-1)
    if (!last) return
    const [id, cells] = last
    stage.claims.deleted.delete(id)
    stage.claims.copied.add(id)
    // The reading of another row that was deleted with it may be that of this one then, with what is empty here.
    if (id === '') for (const field of ['inverter', 'meter', 'note']) stage.claims.typedEver.add(`${field} null`)
    putRow(stage.tab(), usedRows(stage.tab()) + 1, cells)
  },
  'clear-row': (stage, { row: chosen }) => {
    const at = rowAt(stage, chosen)
    if (at === undefined) return
    giveUp(stage, at)
    clearRow(stage.tab(), at)
  },
  sort: (stage, { field: sorted, direction }) => sortByColumn(stage.tab(), columnOf(stage, sorted), direction),
  'insert-row': (stage, { before }) => insertRow(stage.tab(), rowAt(stage, before) ?? 2),
  'insert-column': (stage, { before }) => insertColumn(stage.tab(), before),
  'move-column': (stage, { from, to }) => moveColumn(stage.tab(), from, to),
  filter: (stage, { remainder }) => {
    let count = 0
    filterRows(stage.tab(), () => {
      count++
      return count % 2 === remainder
    })
  },
  'rename-tab': (stage) => {
    stage.tab().title = `Readings ${stage.claims.nextNumber()}`
  },
  look: (stage) => stage.look(),
}

function rowAt(stage: Stage, chosen: number): number | undefined {
  const count = usedRows(stage.tab()) - 1
  return count > 0 ? 2 + (chosen % count) : undefined
}

/** Types a value that nobody has typed before, as people in Germany write it. */
function typeField(stage: Stage, at: number, edited: EditableField): void {
  const number = stage.claims.nextNumber()
  const text = textOf(edited, number)
  typeCell(stage, at, edited, text)
  const cell = rawValue(stage.tab().rows[at - 1]?.[columnOf(stage, edited)]) as number | string
  stage.claims.add({ field: edited, cell, value: meaningOf(stage, edited, cell) })
}

function typeCell(stage: Stage, at: number, edited: EditableField, text: string): void {
  const cell = { row: at, column: columnOf(stage, edited) }
  const old = stage.tab().rows[at - 1]?.[cell.column]
  letGo(stage, [rawValue(old)])
  typeText(stage.tab(), cell, text, { locale: stage.spreadsheet.locale, now: stage.clock() })
}

/** A row that is edited again before its id has come says little of what it said at first: it may become another reading. */
function editField(stage: Stage, at: number, edited: EditableField): void {
  const cells = stage.tab().rows[at - 1] ?? []
  if (stage.claims.edited.has(cells) && !idOf(stage, cells)) noteValues(stage, cells)
  typeField(stage, at, edited)
  stage.claims.edited.add(stage.tab().rows[at - 1] ?? [])
}

function letGo({ claims, tab }: Stage, values: readonly unknown[]): void {
  const present = new Set(tab().rows.flatMap((cells) => (cells ?? []).map(rawValue)))
  const hidden = values.flatMap((value) => claims.overwritten.get(value) ?? [])
  claims.release([...values, ...hidden.filter((value) => !present.has(value))])
}

/** The row is given up with all that was typed into it; an empty one shows no reading, though an id has fallen into it. */
function giveUp(stage: Stage, at: number): void {
  const { claims } = stage
  const cells = stage.tab().rows[at - 1] ?? []
  const id = String(idOf(stage, cells))
  if (cells.map(rawValue).every((value) => value === '' || value === id)) return
  letGo(stage, cells.map(rawValue))
  claims.deleted.set(id, cells)
  // A row that was appended under wrong headers shows its id under another one.
  for (const shown of id === '' ? cells.map(rawValue) : [id]) claims.deletedEver.add(String(shown))
  noteValues(stage, cells)
  noteRivals(stage, { at, id })
  if (!claims.shown.has(id) || (claims.isDeleting && !claims.isToldStanding)) claims.touched.add(id)
  else if (claims.isDeleting) claims.deletedSinceTold.add(id)
}

/** Where a row that was refused for the place of the one that is given up, or its copy, stands there still, that is the one that counts. */
function noteRivals(stage: Stage, { at, id }: { at: number; id: string }): void {
  const { isRefusing, copiedPlaces, succeeded } = stage.claims
  const { rows } = stage.tab()
  const place = placeOf(stage, rows[at - 1] ?? [])
  const isRival = (cells: FakeRow): boolean => !idOf(stage, cells) && placeOf(stage, cells) === place
  const isLeft = rows.some((cells, index) => index !== at - 1 && isRival(cells ?? []))
  if (isLeft && (isRefusing || copiedPlaces.has(place))) succeeded.set(id, place)
  else for (const [other, itsPlace] of succeeded) if (itsPlace === place) succeeded.delete(other)
}

function noteValues(stage: Stage, cells: FakeRow): void {
  for (const field of ['timestamp', 'inverter', 'meter'] as const) {
    const cell = rawValue(cells[columnOf(stage, field)])
    if (cell !== '') stage.claims.deletedValues.add(`${field} ${meaningOf(stage, field, cell as number | string)}`)
  }
}
