import type { FakeRow } from '../fakes/google/model.ts'

/** What a person has typed and left to rest; values are unique, so that each can be looked for anywhere. */
export interface Claim {
  field: 'timestamp' | 'inverter' | 'meter' | 'source' | 'note'
  /** The value as a reading holds it. */
  value: number | string
  /** The value as the cell holds it. */
  cell: number | string
}

/** All that must not be lost. */
export interface Claims {
  typed: Map<number | string, Claim>
  /** Every value that a person has ever typed, as `field value`. */
  typedEver: Set<string>
  /** Readings whose rows a person has deleted and not brought back, with the cells that are gone. */
  deleted: Map<string, FakeRow>
  /** Readings whose rows a person has ever deleted. */
  deletedEver: Set<string>
  /** A row is refused because another reading stands at its time and source. */
  isRefusing: boolean
  /** Readings whose rows a person has deleted, with their time and source, where a row that was refused for them, or a copy, stays. */
  succeeded: Map<string, string>
  /** What rows held that a person has ever deleted, as `field value`: one may just have become a reading. */
  deletedValues: Set<string>
  /** What the mirror has written over what: who gives up the one before it is put right gives up the other too. */
  overwritten: Map<unknown, unknown[]>
  /** Rows that a person has edited. */
  edited: WeakSet<FakeRow>
  /** Readings whose rows a person has copied or brought back. */
  copied: Set<string>
  /** When and from where the rows are that a person has pasted as they were: the copy's id may still have been on its way. */
  copiedPlaces: Set<string>
  /** Readings whose rows the mirror knows to stand in the sheet: what is deleted before that may be written again. */
  shown: Set<string>
  /** A batch has deleted rows, and the mirror has yet to see it: what a person deletes now may come back. */
  isDeleting: boolean
  /** Google has told it which rows were left right after that: what a person deletes now stays deleted. */
  isToldStanding: boolean
  /** What a person has deleted since: only this life of the mirror knows it. */
  deletedSinceTold: Set<string>
  /** Readings that the API has corrected or withdrawn. */
  touched: Set<string>
  /** Readings that the API has withdrawn. */
  withdrawn: Set<string>
  /** What the API has ever corrected, as `id field`. */
  corrected: Set<string>
  add(claim: Claim): void
  /** The person has changed these cells again: what they held may be lost. */
  release(cells: readonly unknown[]): void
  /** A number that nobody has used before. */
  nextNumber(): number
}

export function createClaims(): Claims {
  const typed = new Map<number | string, Claim>()
  const typedEver = new Set<string>()
  let last = 0
  return {
    typed,
    typedEver,
    deleted: new Map(),
    deletedEver: new Set(),
    isRefusing: false,
    succeeded: new Map(),
    deletedValues: new Set(),
    overwritten: new Map(),
    edited: new WeakSet(),
    copied: new Set(),
    copiedPlaces: new Set(),
    shown: new Set(),
    isDeleting: false,
    isToldStanding: false,
    deletedSinceTold: new Set(),
    touched: new Set(),
    withdrawn: new Set(),
    corrected: new Set(),
    add: (claim) => {
      typed.set(claim.cell, claim)
      typedEver.add(`${claim.field} ${claim.value}`)
    },
    release: (cells) => {
      for (const cell of cells) typed.delete(cell as number | string)
    },
    nextNumber: () => {
      last++
      return last
    },
  }
}
