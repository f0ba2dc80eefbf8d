import { ownFields, type SheetRow, type TabContents } from './tab-contents.ts'

/** What two looks in a row have shown is taken for meant. */
export const enoughLooks = 2

export interface MissingId {
  id: string
  looks: number
}

/** Counts in how many looks in a row an id has been missing. */
export function createAbsence() {
  const missed = new Map<string, number>()
  const expect = (ids: Iterable<string>): void => {
    for (const id of ids) if ((missed.get(id) ?? enoughLooks) >= enoughLooks) missed.set(id, 0)
  }
  return {
    expect,
    /** Nothing was decided about these: they are told again at the next look. */
    askAgain: (ids: Iterable<string>): void => {
      for (const id of ids) missed.set(id, enoughLooks - 1)
    },
    count: (before: TabContents | undefined, now: TabContents): MissingId[] => {
      if (before !== now && now.sharedRows === 0)
        expect(before?.places.keys().filter((id) => !now.places.has(id)) ?? [])
      for (const [id, looks] of missed) if (now.places.has(id) || looks >= enoughLooks) missed.delete(id)
      for (const [id, looks] of missed) missed.set(id, looks + 1)
      return [...missed].map(([id, looks]) => ({ id, looks }))
    },
  }
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
