import type { FoundSequence } from './found-sequences.ts'

/** Found by the long form where columns were moved or inserted between a look and the write that follows it, and shrunk. */
export const movedColumns: FoundSequence[] = [
  {
    name: 'a value under a wrong header is no edit though its column is moved again before it could be taken back',
    sequence: {
      rows: 1,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        {
          kind: 'faults',
          of: 'write',
          faults: [{ kind: 'drop' }, undefined, { kind: 'status', status: 500 }],
        },
        { kind: 'race', hand: { kind: 'move-column', from: 0, to: 3 } },
        { kind: 'correct', which: 0, field: 'inverter' },
        { kind: 'pass', milliseconds: 6283 },
        { kind: 'hand', hand: { kind: 'move-column', from: 1, to: 7 } },
      ],
    },
  },
  {
    name: 'a typed row that was hit while a person typed more into it gets back what stood there',
    sequence: {
      rows: 1,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'race', hand: { kind: 'insert-row', before: 0 } },
        { kind: 'hand', hand: { kind: 'delete', row: 0, count: 1 } },
        { kind: 'hand', hand: { kind: 'move-column', from: 4, to: 3 } },
        { kind: 'hand', hand: { kind: 'undo-delete' } },
        { kind: 'hand', hand: { kind: 'add', before: 0, fields: ['source'] } },
        { kind: 'race', hand: { kind: 'edit', row: 0, field: 'timestamp' } },
        { kind: 'killAt', statement: 0, moment: 'before' },
      ],
    },
  },
  {
    name: 'an id that falls into a row that was typed meanwhile is taken off it',
    sequence: {
      rows: 1,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'add', before: null, fields: ['timestamp', 'meter', 'note'] } },
        { kind: 'withdraw', which: 0 },
        { kind: 'faults', of: 'write', faults: [undefined, { kind: 'drop' }, { kind: 'late', milliseconds: 4000 }] },
        { kind: 'pass', milliseconds: 6190 },
        { kind: 'hand', hand: { kind: 'filter', remainder: 0 } },
        { kind: 'hand', hand: { kind: 'add', before: 0, fields: ['note'] } },
        { kind: 'pass', milliseconds: 0 },
        { kind: 'hand', hand: { kind: 'move-column', from: 0, to: 0 } },
      ],
    },
  },
  {
    name: 'a reading that was hit by a time and, under a moved column, by a value keeps both of its own',
    sequence: {
      rows: 3,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'correct', which: 16, field: 'timestamp' },
        { kind: 'race', hand: { kind: 'sort', field: 'source', direction: 1 } },
        { kind: 'correct', which: 29, field: 'meter' },
        { kind: 'race', hand: { kind: 'insert-column', before: 1 } },
        { kind: 'correct', which: 0, field: 'meter' },
        { kind: 'killAt', statement: 0, moment: 'before' },
        { kind: 'faults', of: 'write', faults: [undefined] },
        { kind: 'pass', milliseconds: 0 },
      ],
    },
  },
  {
    name: 'a row that was deleted in place of one under wrong headers comes back',
    sequence: {
      rows: 1,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'race', hand: { kind: 'move-column', from: 5, to: 0 } },
        { kind: 'record', count: 1 },
        { kind: 'pass', milliseconds: 40 },
        { kind: 'race', hand: { kind: 'sort', field: 'meter', direction: -1 } },
      ],
    },
  },
  {
    name: 'what stood in a row is known by the columns as they were when it was seen, though they were moved between two tries',
    sequence: {
      rows: 2,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'correct', which: 1, field: 'meter' },
        { kind: 'shut', door: { kind: 'let-read-only' } },
        { kind: 'race', hand: { kind: 'insert-column', before: 0 } },
        { kind: 'pass', milliseconds: 40 },
        { kind: 'race', hand: { kind: 'insert-column', before: 0 } },
        { kind: 'hand', hand: { kind: 'paste', row: 0, before: 0, changes: [] } },
      ],
    },
  },
  {
    name: 'a row whose id was overwritten under a moved column gets it back, though a person has edited the row meanwhile',
    sequence: {
      rows: 3,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'correct', which: 1, field: 'inverter' },
        { kind: 'race', hand: { kind: 'move-column', from: 5, to: 1 } },
        { kind: 'race', hand: { kind: 'sort', field: 'note', direction: -1 } },
        { kind: 'race', hand: { kind: 'edit', row: 0, field: 'source' } },
      ],
    },
  },
  {
    name: 'a row whose id was overwritten so gets it back from a life that has not seen it before, too',
    sequence: {
      rows: 3,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'correct', which: 1, field: 'inverter' },
        { kind: 'race', hand: { kind: 'move-column', from: 5, to: 1 } },
        { kind: 'killAt', statement: 21, moment: 'after' },
        { kind: 'race', hand: { kind: 'sort', field: 'note', direction: -1 } },
        { kind: 'race', hand: { kind: 'edit', row: 0, field: 'source' } },
      ],
    },
  },
  {
    name: 'a row that was appended under moved columns is deleted though another was inserted above it, and the next batch gets lost',
    sequence: {
      rows: 0,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'faults', of: 'write', faults: [undefined] },
        { kind: 'record', count: 1 },
        { kind: 'faults', of: 'write', faults: [undefined, { kind: 'drop' }] },
        { kind: 'race', hand: { kind: 'move-column', from: 5, to: 0 } },
        { kind: 'pass', milliseconds: 40 },
        { kind: 'race', hand: { kind: 'insert-row', before: 0 } },
        { kind: 'faults', of: 'write', faults: [undefined] },
      ],
    },
  },
  {
    name: 'what is taken back from wrong columns of a typed row is no edit where it hits the row of a reading',
    sequence: {
      rows: 1,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'race', hand: { kind: 'insert-column', before: 0 } },
        { kind: 'hand', hand: { kind: 'add', before: null, fields: ['timestamp', 'inverter'] } },
        { kind: 'pass', milliseconds: 214 },
        { kind: 'pass', milliseconds: 5786 },
        { kind: 'race', hand: { kind: 'insert-row', before: 0 } },
      ],
    },
  },
  {
    name: 'a value under a wrong header is no edit though a person has corrected what was meant to stand there',
    sequence: {
      rows: 0,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'race', hand: { kind: 'move-column', from: 3, to: 1 } },
        { kind: 'faults', of: 'write', faults: [undefined, undefined] },
        { kind: 'record', count: 1 },
        { kind: 'pass', milliseconds: 40 },
        { kind: 'race', hand: { kind: 'edit', row: 0, field: 'meter' } },
        { kind: 'race', hand: { kind: 'rename-tab' } },
        { kind: 'faults', of: 'write', faults: [{ kind: 'drop' }, undefined] },
        { kind: 'race', hand: { kind: 'edit', row: 0, field: 'timestamp' } },
      ],
    },
  },
  {
    name: 'a row under wrong headers of which a person empties the cell that the id fell into is written anew',
    sequence: {
      rows: 0,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'record', count: 1 },
        { kind: 'race', hand: { kind: 'insert-column', before: 0 } },
        { kind: 'pass', milliseconds: 40 },
        { kind: 'restart' },
        { kind: 'hand', hand: { kind: 'empty-note', row: 0 } },
      ],
    },
  },
  {
    name: 'a row that is hit by what takes a value back from a row of no reading was edited by nobody',
    sequence: {
      rows: 2,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'race', hand: { kind: 'paste', row: 0, before: 0, changes: [] } },
        { kind: 'hand', hand: { kind: 'insert-row', before: 0 } },
        { kind: 'correct', which: 0, field: 'meter' },
        { kind: 'race', hand: { kind: 'move-column', from: 0, to: 3 } },
        { kind: 'pass', milliseconds: 40 },
        { kind: 'race', hand: { kind: 'sort', field: 'timestamp', direction: 1 } },
        { kind: 'record', count: 1 },
        { kind: 'pass', milliseconds: 0 },
        { kind: 'pass', milliseconds: 0 },
        { kind: 'hand', hand: { kind: 'type-nonsense', row: 0, field: 'timestamp' } },
      ],
    },
  },
  {
    name: 'a value under a wrong header is taken back too where the rows were sorted under the first try',
    sequence: {
      rows: 2,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'race', hand: { kind: 'paste', row: 0, before: 0, changes: [] } },
        { kind: 'hand', hand: { kind: 'insert-row', before: 0 } },
        { kind: 'correct', which: 7, field: 'inverter' },
        { kind: 'race', hand: { kind: 'move-column', from: 0, to: 2 } },
        { kind: 'pass', milliseconds: 40 },
        { kind: 'race', hand: { kind: 'sort', field: 'timestamp', direction: 1 } },
        { kind: 'record', count: 1 },
        { kind: 'pass', milliseconds: 0 },
        { kind: 'pass', milliseconds: 0 },
        { kind: 'hand', hand: { kind: 'type-nonsense', row: 0, field: 'timestamp' } },
      ],
    },
  },
  {
    name: 'what was written under a wrong header of another row is taken back though the rows were moved once more',
    sequence: {
      rows: 4,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'race', hand: { kind: 'sort', field: 'timestamp', direction: 1 }, isAfter: true },
        { kind: 'correct', which: 0, field: 'meter' },
        { kind: 'record', count: 1 },
        { kind: 'hand', hand: { kind: 'edit', row: 0, field: 'timestamp' } },
        { kind: 'race', hand: { kind: 'insert-column', before: 0 } },
        { kind: 'race', hand: { kind: 'clear-row', row: 1 } },
        { kind: 'race', hand: { kind: 'sort', field: 'timestamp', direction: 1 } },
        { kind: 'race', hand: { kind: 'delete', row: 6, count: 1 }, isAfter: true },
      ],
    },
  },
]
