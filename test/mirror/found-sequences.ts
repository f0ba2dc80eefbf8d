import type { Sequence } from './steps.ts'

export interface FoundSequence {
  name: string
  sequence: Sequence
}

/** Found by the long form, and shrunk. */
export const sequences: FoundSequence[] = [
  {
    name: 'a value that strayed is recognised still when the batch that puts it right is refused',
    sequence: {
      rows: 12,
      google: { refusesKnownMarkers: true, returnsSpreadsheet: false },
      steps: [
        { kind: 'faults', of: 'write', faults: [{ kind: 'apply-then-drop' }, { kind: 'status', status: 503 }] },
        { kind: 'race', hand: { kind: 'sort', field: 'source', direction: 1 } },
        { kind: 'correct', which: 2, field: 'note' },
        { kind: 'hand', hand: { kind: 'sort', field: 'source', direction: -1 } },
        { kind: 'withdraw', which: 3 },
      ],
    },
  },
  {
    name: 'a typed row that was hit is given back though the batch that does so is refused',
    sequence: {
      rows: 5,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'correct', which: 17, field: 'timestamp' },
        {
          kind: 'faults',
          of: 'write',
          faults: [
            { kind: 'late', milliseconds: 4000 },
            { kind: 'status', status: 403 },
          ],
        },
        { kind: 'hand', hand: { kind: 'delete', row: 3, count: 2 } },
        { kind: 'race', hand: { kind: 'paste', row: 15, before: 38, changes: [] } },
        {
          kind: 'hand',
          hand: { kind: 'add', before: 8, fields: ['timestamp', 'inverter', 'meter', 'source', 'note'] },
        },
      ],
    },
  },
  {
    name: 'a neighbour that was deleted in place of a row that a person deleted first comes back',
    sequence: {
      rows: 2,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'faults', of: 'write', faults: [{ kind: 'apply-then-status', status: 500 }, undefined] },
        { kind: 'race', hand: { kind: 'delete', row: 0, count: 1 } },
        { kind: 'correct', which: 0, field: 'timestamp' },
        { kind: 'withdraw', which: 23 },
        { kind: 'pass', milliseconds: 0 },
        { kind: 'hand', hand: { kind: 'sort', field: 'timestamp', direction: 1 } },
        { kind: 'faults', of: 'write', faults: [undefined] },
        { kind: 'pass', milliseconds: 0 },
      ],
    },
  },
  {
    name: 'an id that strayed into another column is found in whatever row it stands',
    sequence: {
      rows: 4,
      google: { refusesKnownMarkers: true, returnsSpreadsheet: false },
      steps: [
        { kind: 'faults', of: 'write', faults: [undefined, { kind: 'hang', milliseconds: 30000 }] },
        { kind: 'hand', hand: { kind: 'paste', row: 29, before: 7, changes: ['source', 'meter'] } },
        { kind: 'race', hand: { kind: 'insert-column', before: 0 } },
        { kind: 'pass', milliseconds: 6699 },
        { kind: 'race', hand: { kind: 'insert-row', before: 38 } },
      ],
    },
  },
  {
    name: 'a row that cannot be read gets its id back',
    sequence: {
      rows: 8,
      google: { refusesKnownMarkers: true, returnsSpreadsheet: true },
      steps: [
        { kind: 'hand', hand: { kind: 'type-nonsense', row: 35, field: 'inverter' } },
        { kind: 'hand', hand: { kind: 'paste', row: 10, before: 4, changes: ['inverter'] } },
        { kind: 'race', hand: { kind: 'insert-row', before: 27 } },
      ],
    },
  },
  {
    name: 'one of two rows that were swapped comes back',
    sequence: {
      rows: 2,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: true },
      steps: [
        { kind: 'race', hand: { kind: 'sort', field: 'meter', direction: -1 } },
        { kind: 'withdraw', which: 9 },
      ],
    },
  },
  {
    name: 'a row whose correction waits gets its id back',
    sequence: {
      rows: 11,
      google: { refusesKnownMarkers: true, returnsSpreadsheet: false },
      steps: [
        { kind: 'correct', which: 13, field: 'inverter' },
        { kind: 'faults', of: 'write', faults: [{ kind: 'status', status: 500 }] },
        { kind: 'race', hand: { kind: 'sort', field: 'source', direction: -1 } },
        { kind: 'hand', hand: { kind: 'add', before: 30, fields: ['timestamp', 'inverter', 'meter', 'source'] } },
        { kind: 'hand', hand: { kind: 'delete', row: 5, count: 2 } },
      ],
    },
  },
  {
    name: 'a copy that is corrected before its id stands there is one reading',
    sequence: {
      rows: 1,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'faults', of: 'write', faults: [{ kind: 'status', status: 500 }] },
        { kind: 'hand', hand: { kind: 'paste', row: 10, before: 2, changes: ['inverter'] } },
        { kind: 'pass', milliseconds: 7698 },
        { kind: 'correct', which: 21, field: 'timestamp' },
      ],
    },
  },
  {
    name: 'a cell that could not be read gets its text back',
    sequence: {
      rows: 6,
      google: { refusesKnownMarkers: true, returnsSpreadsheet: false },
      steps: [
        { kind: 'race', hand: { kind: 'sort', field: 'inverter', direction: -1 } },
        { kind: 'correct', which: 28, field: 'meter' },
        { kind: 'record', count: 4 },
        { kind: 'record', count: 1 },
        { kind: 'hand', hand: { kind: 'type-nonsense', row: 24, field: 'meter' } },
      ],
    },
  },
  {
    name: 'a cell that a late write hit under another header and in another row gets back what stood in that row',
    sequence: {
      rows: 5,
      google: { refusesKnownMarkers: true, returnsSpreadsheet: false },
      steps: [
        { kind: 'faults', of: 'write', faults: [{ kind: 'late', milliseconds: 4000 }] },
        { kind: 'correct', which: 4, field: 'meter' },
        { kind: 'pass', milliseconds: 262 },
        { kind: 'hand', hand: { kind: 'move-column', from: 2, to: 1 } },
        { kind: 'hand', hand: { kind: 'add', before: 18, fields: ['meter'] } },
      ],
    },
  },
  {
    name: 'a changed copy that was deleted in place of its original comes back',
    sequence: {
      rows: 1,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'withdraw', which: 0 },
        { kind: 'race', hand: { kind: 'sort', field: 'inverter', direction: 1 } },
        { kind: 'hand', hand: { kind: 'paste', row: 0, before: 0, changes: ['inverter'] } },
      ],
    },
  },
  {
    name: 'a changed copy that was deleted in place of another reading comes back',
    sequence: {
      rows: 3,
      google: { refusesKnownMarkers: true, returnsSpreadsheet: true },
      steps: [
        { kind: 'withdraw', which: 1 },
        { kind: 'hand', hand: { kind: 'paste', row: 0, before: null, changes: ['note'] } },
        { kind: 'race', hand: { kind: 'sort', field: 'inverter', direction: 1 } },
      ],
    },
  },
  {
    name: 'an id that a value was written over because a column was moved comes back, though a person has edited its row',
    sequence: {
      rows: 1,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: true },
      steps: [
        { kind: 'race', hand: { kind: 'edit', row: 0, field: 'note' } },
        { kind: 'correct', which: 0, field: 'meter' },
        { kind: 'correct', which: 0, field: 'note' },
        { kind: 'race', hand: { kind: 'move-column', from: 1, to: 7 } },
      ],
    },
  },
  {
    name: 'a changed copy comes back though its original was hit too',
    sequence: {
      rows: 5,
      google: { refusesKnownMarkers: true, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'paste', row: 5, before: 1, changes: ['timestamp'] } },
        { kind: 'race', hand: { kind: 'sort', field: 'timestamp', direction: -1 } },
        { kind: 'withdraw', which: 0 },
        { kind: 'correct', which: 2, field: 'note' },
        { kind: 'hand', hand: { kind: 'sort', field: 'source', direction: 1 } },
      ],
    },
  },
  {
    name: 'the text of a row that was deleted in place of another comes back with it',
    sequence: {
      rows: 2,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'withdraw', which: 1 },
        { kind: 'hand', hand: { kind: 'type-nonsense', row: 0, field: 'timestamp' } },
        { kind: 'record', count: 1 },
        { kind: 'race', hand: { kind: 'paste', row: 33, before: 0, changes: [] } },
      ],
    },
  },
  {
    name: 'a typed row that was deleted comes back though an empty row was hit',
    sequence: {
      rows: 8,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: true },
      steps: [
        { kind: 'hand', hand: { kind: 'insert-row', before: 28 } },
        { kind: 'hand', hand: { kind: 'add', before: 21, fields: ['timestamp'] } },
        { kind: 'correct', which: 4, field: 'note' },
        { kind: 'race', hand: { kind: 'delete', row: 20, count: 3 } },
        { kind: 'hand', hand: { kind: 'sort', field: 'note', direction: 1 } },
        { kind: 'withdraw', which: 0 },
      ],
    },
  },
  {
    name: 'a row that was typed between two tries of a batch comes back when the second deletes it',
    sequence: {
      rows: 4,
      google: { refusesKnownMarkers: true, returnsSpreadsheet: true },
      steps: [
        { kind: 'withdraw', which: 0 },
        { kind: 'faults', of: 'write', faults: [{ kind: 'drop' }] },
        { kind: 'pass', milliseconds: 5140 },
        { kind: 'hand', hand: { kind: 'add', before: 2, fields: ['timestamp'] } },
        { kind: 'race', hand: { kind: 'delete', row: 16, count: 3 } },
      ],
    },
  },
]
