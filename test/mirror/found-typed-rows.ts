import type { FoundSequence } from './found-sequences.ts'

/** Found by the long form where rows that people have typed or copied got what was meant for each other, and shrunk. */
export const typedRows: FoundSequence[] = [
  {
    name: 'typed rows that differ in their source only get back their own ids',
    sequence: {
      rows: 7,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'add', before: 33, fields: ['timestamp', 'meter', 'source'] } },
        { kind: 'race', hand: { kind: 'paste', row: 0, before: 0, changes: [] } },
        { kind: 'hand', hand: { kind: 'paste', row: 37, before: 5, changes: ['source'] } },
      ],
    },
  },
  {
    name: 'a typed row that was pasted once more while it and a neighbour got their ids is one reading, and so is the neighbour',
    sequence: {
      rows: 0,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'add', before: 0, fields: ['meter'] } },
        { kind: 'hand', hand: { kind: 'edit', row: 0, field: 'timestamp' } },
        { kind: 'hand', hand: { kind: 'paste', row: 0, before: 0, changes: ['timestamp'] } },
        { kind: 'race', hand: { kind: 'paste', row: 0, before: 0, changes: [] } },
      ],
    },
  },
  {
    name: 'a changed copy whose value was overwritten under a moved column gets back its own, not that of its original',
    sequence: {
      rows: 3,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'correct', which: 1, field: 'note' },
        { kind: 'hand', hand: { kind: 'paste', row: 0, before: 0, changes: ['source'] } },
        { kind: 'race', hand: { kind: 'sort', field: 'source', direction: 1 } },
        { kind: 'race', hand: { kind: 'insert-column', before: 0 } },
      ],
    },
  },
  {
    name: 'a row that was hit and cannot be taken in is named, though what hit it stands there still',
    sequence: {
      rows: 7,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'add', before: 1, fields: ['source'] } },
        { kind: 'correct', which: 0, field: 'note' },
        { kind: 'race', hand: { kind: 'paste', row: 0, before: 0, changes: [] } },
        { kind: 'hand', hand: { kind: 'paste', row: 36, before: 5, changes: ['source'] } },
        { kind: 'hand', hand: { kind: 'paste', row: 23, before: 0, changes: ['inverter'] } },
        { kind: 'faults', of: 'write', faults: [{ kind: 'hang', milliseconds: 30000 }] },
      ],
    },
  },
  {
    name: 'a row that a person edits while Google refuses to give it its id stays the same reading',
    sequence: {
      rows: 2,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'add', before: 1, fields: ['timestamp', 'meter'] } },
        { kind: 'race', hand: { kind: 'rename-tab' } },
        { kind: 'race', hand: { kind: 'edit', row: 1, field: 'source' } },
      ],
    },
  },
  {
    name: 'a typed row without a source keeps its id though another reads the same',
    sequence: {
      rows: 4,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'add', before: null, fields: ['timestamp', 'inverter'] } },
        { kind: 'race', hand: { kind: 'paste', row: 24, before: 0, changes: [] } },
      ],
    },
  },
  {
    name: 'a row that was pasted as it is and got what was meant for another is no other reading',
    sequence: {
      rows: 8,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'record', count: 3 },
        { kind: 'hand', hand: { kind: 'paste', row: 1, before: 0, changes: [] } },
        { kind: 'withdraw', which: 26 },
        { kind: 'race', hand: { kind: 'sort', field: 'note', direction: 1 } },
        { kind: 'correct', which: 3, field: 'timestamp' },
      ],
    },
  },
  {
    name: 'a changed copy that got what was meant for another gets back what was changed in it',
    sequence: {
      rows: 9,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'delete', row: 12, count: 2 } },
        { kind: 'correct', which: 4, field: 'note' },
        { kind: 'hand', hand: { kind: 'paste', row: 18, before: null, changes: ['note'] } },
        { kind: 'race', hand: { kind: 'sort', field: 'timestamp', direction: -1 } },
      ],
    },
  },
  {
    name: 'a row that cannot be read and got the id of a typed row keeps its own though what gives it back gets lost',
    sequence: {
      rows: 4,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'add', before: 27, fields: ['timestamp', 'meter'] } },
        { kind: 'race', hand: { kind: 'insert-row', before: 0 } },
        { kind: 'hand', hand: { kind: 'type-nonsense', row: 37, field: 'timestamp' } },
        { kind: 'faults', of: 'write', faults: [undefined, { kind: 'status', status: 500 }] },
      ],
    },
  },
  {
    name: 'a typed row that two batches have hit, one after the other, gets back what it said',
    sequence: {
      rows: 8,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'correct', which: 7, field: 'meter' },
        { kind: 'race', hand: { kind: 'delete', row: 0, count: 1 } },
        { kind: 'hand', hand: { kind: 'add', before: null, fields: ['inverter'] } },
        { kind: 'pass', milliseconds: 100 },
        { kind: 'correct', which: 5, field: 'inverter' },
        { kind: 'race', hand: { kind: 'delete', row: 0, count: 3 } },
      ],
    },
  },
  {
    name: 'a row that was refused for the place of a reading is that reading when the row of that is deleted',
    sequence: {
      rows: 9,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'add', before: null, fields: ['timestamp', 'meter'] } },
        { kind: 'hand', hand: { kind: 'paste', row: 39, before: 5, changes: ['meter'] } },
        { kind: 'correct', which: 0, field: 'note' },
        { kind: 'pass', milliseconds: 2945 },
        { kind: 'hand', hand: { kind: 'delete', row: 3, count: 3 } },
      ],
    },
  },
  {
    name: 'a copy that cannot be read gets back its own note, and not that of its original',
    sequence: {
      rows: 6,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'record', count: 5 },
        { kind: 'race', hand: { kind: 'sort', field: 'meter', direction: -1 } },
        { kind: 'hand', hand: { kind: 'type-nonsense', row: 0, field: 'inverter' } },
        { kind: 'hand', hand: { kind: 'paste', row: 0, before: 13, changes: ['note'] } },
        { kind: 'correct', which: 27, field: 'note' },
      ],
    },
  },
  {
    name: 'a copy that a correction has missed and another has hit does not become the reading that was meant',
    sequence: {
      rows: 9,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'paste', row: 0, before: null, changes: [] } },
        { kind: 'correct', which: 0, field: 'meter' },
        { kind: 'race', hand: { kind: 'delete', row: 4, count: 3 } },
        { kind: 'correct', which: 6, field: 'timestamp' },
      ],
    },
  },
  {
    name: 'a typed row that was deleted in place of another comes back, though a person has pasted one more like the others',
    sequence: {
      rows: 4,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'add', before: 13, fields: ['note'] } },
        { kind: 'race', hand: { kind: 'paste', row: 25, before: 0, changes: [] } },
        { kind: 'withdraw', which: 10 },
        { kind: 'hand', hand: { kind: 'add', before: 3, fields: ['note'] } },
      ],
    },
  },
  {
    name: 'a typed row that is hit by a correction while its id falls below it keeps what was typed',
    sequence: {
      rows: 2,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'add', before: 37, fields: ['timestamp', 'meter', 'source'] } },
        { kind: 'race', hand: { kind: 'delete', row: 14, count: 2 } },
        { kind: 'pass', milliseconds: 4918 },
        { kind: 'correct', which: 0, field: 'timestamp' },
      ],
    },
  },
  {
    name: 'a row with two copies gets its correction in all three, though one of them was missed',
    sequence: {
      rows: 1,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'paste', row: 0, before: 0, changes: [] } },
        { kind: 'correct', which: 0, field: 'note' },
        { kind: 'hand', hand: { kind: 'add', before: 0, fields: ['timestamp'] } },
        { kind: 'hand', hand: { kind: 'paste', row: 28, before: 0, changes: [] } },
        { kind: 'race', hand: { kind: 'sort', field: 'timestamp', direction: -1 } },
      ],
    },
  },
  {
    name: 'a typed row that is deleted while its id is on its way, of whose changed copy there are two, does not take the id from one to the other',
    sequence: {
      rows: 0,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'add', before: null, fields: ['timestamp', 'meter', 'note'] } },
        { kind: 'race', hand: { kind: 'delete', row: 0, count: 1 } },
        { kind: 'hand', hand: { kind: 'paste', row: 0, before: null, changes: ['inverter'] } },
        { kind: 'hand', hand: { kind: 'paste', row: 21, before: null, changes: [] } },
      ],
    },
  },
  {
    name: 'a typed row gets its source back though another was given its id by the try of the batch that hit it',
    sequence: {
      rows: 1,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'faults', of: 'write', faults: [{ kind: 'drop' }] },
        { kind: 'correct', which: 0, field: 'meter' },
        { kind: 'race', hand: { kind: 'sort', field: 'note', direction: 1 } },
        { kind: 'hand', hand: { kind: 'add', before: null, fields: ['timestamp', 'meter', 'note'] } },
        { kind: 'pass', milliseconds: 40 },
        { kind: 'hand', hand: { kind: 'sort', field: 'timestamp', direction: 1 } },
        { kind: 'hand', hand: { kind: 'add', before: null, fields: ['source', 'note'] } },
      ],
    },
  },
]
