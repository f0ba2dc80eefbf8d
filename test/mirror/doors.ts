import fc from 'fast-check'
import { serviceAccount } from '../fakes/google/fake-google.ts'
import { spreadsheetId } from '../fakes/google/mirror-fixture.ts'
import type { World } from './world.ts'

/** What people close to the service: a row, the tab, the spreadsheet. They themselves go on working there. */
type Door =
  | { kind: 'protect-row'; row: number }
  | { kind: 'protect-tab' }
  | { kind: 'let-read-only' }
  | { kind: 'revoke-access' }
  | { kind: 'delete' }
  | { kind: 'bin' }

const simple = (['protect-tab', 'let-read-only', 'revoke-access', 'delete', 'bin'] as const).map((kind) => ({ kind }))

const doors: fc.Arbitrary<Door> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('protect-row' as const), row: fc.integer({ min: 1, max: 15 }) }),
  },
  { weight: 5, arbitrary: fc.constantFrom<Door[]>(...simple) },
)

/** Something is shut, or whatever was shut is open again. */
export type DoorStep = { kind: 'shut'; door: Door } | { kind: 'open' }

export const doorSteps: fc.WeightedArbitrary<DoorStep>[] = [
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('shut' as const), door: doors }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'open' as const }) },
]

const editors = new Set(['owner@example.org'])

export function shut({ google, spreadsheet, tab }: World, door: Door): void {
  switch (door.kind) {
    case 'protect-row':
      tab().protections = [...tab().protections, { startRow: door.row, endRow: door.row + 1, editors }]
      break
    case 'protect-tab':
      tab().protections = [{ editors }]
      break
    case 'let-read-only':
      spreadsheet.sharedWith.clear()
      spreadsheet.readers.add(serviceAccount)
      break
    case 'revoke-access':
      spreadsheet.sharedWith.clear()
      spreadsheet.readers.clear()
      break
    case 'delete':
      google.spreadsheets.delete(spreadsheetId)
      break
    case 'bin':
      spreadsheet.isTrashed = true
  }
}

/** All is lifted, given back and restored. */
export function openAll({ google, spreadsheet }: World): void {
  for (const tab of spreadsheet.tabs) tab.protections = []
  spreadsheet.readers.clear()
  spreadsheet.sharedWith.add(serviceAccount)
  google.spreadsheets.set(spreadsheetId, spreadsheet)
  spreadsheet.isTrashed = false
}

/** Rows that were protected are tried again after a minute. */
export function isBelievedShut({ status }: World): boolean {
  return status().problems.some(({ message }) => message.includes('is protected'))
}
