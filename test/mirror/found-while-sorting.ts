import type { FoundSequence } from './found-sequences.ts'

/** Found by the long form where a person sorted while batch after batch was written, and shrunk. */
export const whileSorting: FoundSequence[] = [
  {
    name: 'a row that was hit by two batches, one after the other, was edited by nobody',
    sequence: {
      rows: 5,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'correct', which: 1, field: 'meter' },
        { kind: 'race', hand: { kind: 'sort', field: 'source', direction: 1 } },
        { kind: 'correct', which: 2, field: 'note' },
        { kind: 'pass', milliseconds: 40 },
        { kind: 'hand', hand: { kind: 'sort', field: 'timestamp', direction: -1 } },
        { kind: 'race', hand: { kind: 'sort', field: 'note', direction: 1 } },
      ],
    },
  },
  {
    name: 'nor was one that was hit where a cell of it was to be put right anyway',
    sequence: {
      rows: 5,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'correct', which: 1, field: 'meter' },
        { kind: 'race', hand: { kind: 'sort', field: 'source', direction: 1 } },
        { kind: 'correct', which: 2, field: 'note' },
        { kind: 'pass', milliseconds: 40 },
        { kind: 'hand', hand: { kind: 'sort', field: 'note', direction: -1 } },
        { kind: 'race', hand: { kind: 'sort', field: 'note', direction: 1 } },
      ],
    },
  },
  {
    name: 'a reading is not corrected by what was to put an empty row right and hits its row',
    sequence: {
      rows: 1,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'correct', which: 0, field: 'meter' },
        { kind: 'race', hand: { kind: 'insert-row', before: 0 } },
        { kind: 'pass', milliseconds: 40 },
        { kind: 'race', hand: { kind: 'sort', field: 'timestamp', direction: 1 } },
        { kind: 'hand', hand: { kind: 'insert-row', before: 3 } },
        { kind: 'correct', which: 0, field: 'meter' },
        { kind: 'pass', milliseconds: 0 },
      ],
    },
  },
  {
    name: 'a typed row gets back what such a write has taken from it',
    sequence: {
      rows: 1,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'correct', which: 0, field: 'inverter' },
        { kind: 'record', count: 2 },
        { kind: 'race', hand: { kind: 'insert-row', before: 0 } },
        { kind: 'pass', milliseconds: 40 },
        { kind: 'hand', hand: { kind: 'add', before: 0, fields: ['inverter', 'source'] } },
        { kind: 'race', hand: { kind: 'sort', field: 'source', direction: -1 } },
        { kind: 'hand', hand: { kind: 'insert-row', before: 7 } },
        { kind: 'correct', which: 0, field: 'meter' },
        { kind: 'pass', milliseconds: 0 },
      ],
    },
  },
  {
    name: 'of typed rows that are gone where a batch has deleted another row than it meant all come back',
    sequence: {
      rows: 8,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'add', before: null, fields: ['source'] } },
        { kind: 'hand', hand: { kind: 'add', before: null, fields: ['note'] } },
        { kind: 'withdraw', which: 5 },
        { kind: 'hand', hand: { kind: 'sort', field: 'source', direction: 1 } },
        { kind: 'race', hand: { kind: 'delete', row: 14, count: 2 } },
        { kind: 'open' },
        { kind: 'hand', hand: { kind: 'undo-delete' } },
        { kind: 'kill' },
      ],
    },
  },
]
