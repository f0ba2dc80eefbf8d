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
  {
    name: 'a source that a person types into a row while the id of another falls into it stays there',
    sequence: {
      rows: 1,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'add', before: 0, fields: ['timestamp', 'meter', 'source', 'note'] } },
        { kind: 'race', hand: { kind: 'edit', row: 0, field: 'source' } },
        { kind: 'race', hand: { kind: 'sort', field: 'timestamp', direction: 1 } },
        { kind: 'faults', of: 'write', faults: [{ kind: 'drop' }, undefined, { kind: 'drop' }, undefined] },
        { kind: 'correct', which: 0, field: 'meter' },
        { kind: 'record', count: 1 },
        { kind: 'race', hand: { kind: 'paste', row: 0, before: null, changes: [] } },
        { kind: 'record', count: 1 },
        { kind: 'pass', milliseconds: 0 },
      ],
    },
  },
  {
    name: 'a typed row that is hit, moved and edited at once is known by its note',
    sequence: {
      rows: 1,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'race', hand: { kind: 'edit', row: 0, field: 'timestamp' } },
        { kind: 'race', hand: { kind: 'insert-column', before: 0 } },
        { kind: 'race', hand: { kind: 'sort', field: 'timestamp', direction: -1 } },
        { kind: 'hand', hand: { kind: 'empty-note', row: 0 } },
        { kind: 'hand', hand: { kind: 'add', before: null, fields: ['timestamp', 'inverter', 'note'] } },
        { kind: 'faults', of: 'write', faults: [undefined] },
        { kind: 'correct', which: 0, field: 'meter' },
      ],
    },
  },
  {
    name: 'so is the only one that has changed, beside what was appended under wrong headers',
    sequence: {
      rows: 1,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'race', hand: { kind: 'edit', row: 0, field: 'timestamp' } },
        { kind: 'race', hand: { kind: 'insert-column', before: 2 } },
        { kind: 'correct', which: 0, field: 'inverter' },
        { kind: 'race', hand: { kind: 'sort', field: 'timestamp', direction: -1 } },
        { kind: 'record', count: 1 },
        { kind: 'hand', hand: { kind: 'empty-note', row: 0 } },
        { kind: 'hand', hand: { kind: 'add', before: null, fields: ['timestamp', 'inverter', 'note'] } },
        { kind: 'faults', of: 'write', faults: [undefined] },
        { kind: 'correct', which: 0, field: 'meter' },
      ],
    },
  },
  {
    name: 'what was written under a wrong header of a typed row is taken back though the row was moved once more',
    sequence: {
      rows: 11,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'add', before: 15, fields: ['meter', 'source'] } },
        { kind: 'race', hand: { kind: 'paste', row: 0, before: 0, changes: [] }, isAfter: true },
        { kind: 'race', hand: { kind: 'move-column', from: 0, to: 2 } },
        { kind: 'correct', which: 38, field: 'inverter' },
        { kind: 'race', hand: { kind: 'sort', field: 'note', direction: 1 } },
      ],
    },
  },
  {
    name: 'a typed row that was deleted in place of another is written again though the batch that does so does not arrive',
    sequence: {
      rows: 11,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'race', hand: { kind: 'insert-row', before: 0 } },
        { kind: 'faults', of: 'write', faults: [undefined, { kind: 'drop' }, undefined] },
        { kind: 'hand', hand: { kind: 'paste', row: 0, before: null, changes: ['timestamp'] } },
        { kind: 'withdraw', which: 36 },
        { kind: 'record', count: 3 },
        { kind: 'hand', hand: { kind: 'add', before: 39, fields: ['note'] } },
        { kind: 'correct', which: 40, field: 'meter' },
        { kind: 'hand', hand: { kind: 'clear-row', row: 18 } },
        { kind: 'shut', door: { kind: 'protect-row', row: 1 } },
        { kind: 'hand', hand: { kind: 'edit', row: 0, field: 'timestamp' } },
        { kind: 'hand', hand: { kind: 'filter', remainder: 0 } },
      ],
    },
  },
  {
    name: 'a typed row that the API corrects, and a person edits before its id has come, stays the same reading',
    sequence: {
      rows: 0,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'shut', door: { kind: 'protect-tab' } },
        { kind: 'hand', hand: { kind: 'add', before: null, fields: ['timestamp', 'meter', 'note'] } },
        { kind: 'pass', milliseconds: 523 },
        { kind: 'pass', milliseconds: 5477 },
        { kind: 'correct', which: 0, field: 'meter' },
        { kind: 'pass', milliseconds: 0 },
        { kind: 'hand', hand: { kind: 'edit', row: 0, field: 'timestamp' } },
        { kind: 'hand', hand: { kind: 'add', before: null, fields: ['note'] } },
        { kind: 'faults', of: 'write', faults: [undefined] },
      ],
    },
  },
  {
    name: 'of two cells that were hit one is put right though a person has edited the other',
    sequence: {
      rows: 3,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'race', hand: { kind: 'delete', row: 0, count: 1 } },
        { kind: 'race', hand: { kind: 'empty-note', row: 0 }, isAfter: true },
        { kind: 'correct', which: 0, field: 'meter' },
        { kind: 'correct', which: 0, field: 'note' },
        { kind: 'race', hand: { kind: 'edit', row: 0, field: 'timestamp' }, isAfter: true },
        { kind: 'hand', hand: { kind: 'delete', row: 1, count: 1 } },
        { kind: 'faults', of: 'write', faults: [undefined] },
        { kind: 'faults', of: 'write', faults: [undefined] },
      ],
    },
  },
  {
    name: 'an unfinished row comes back that went in place of another, though a typed row beside it has missed its id',
    sequence: {
      rows: 7,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'race', hand: { kind: 'sort', field: 'source', direction: 1 } },
        { kind: 'hand', hand: { kind: 'add', before: 19, fields: ['timestamp', 'meter'] } },
        { kind: 'faults', of: 'write', faults: [{ kind: 'drop' }, undefined] },
        { kind: 'withdraw', which: 4 },
        { kind: 'killAt', statement: 0, moment: 'before' },
        { kind: 'killAt', statement: 0, moment: 'before' },
        { kind: 'hand', hand: { kind: 'add', before: null, fields: ['source'] } },
        { kind: 'hand', hand: { kind: 'edit', row: 30, field: 'note' } },
      ],
    },
  },
  {
    name: 'two typed rows that were sorted and whose sources came under another header get back their own values',
    sequence: {
      rows: 7,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'race', hand: { kind: 'move-column', from: 3, to: 0 } },
        { kind: 'race', hand: { kind: 'sort', field: 'timestamp', direction: -1 } },
        { kind: 'hand', hand: { kind: 'add', before: null, fields: ['timestamp', 'meter'] } },
        { kind: 'hand', hand: { kind: 'add', before: 25, fields: ['timestamp', 'meter', 'note'] } },
      ],
    },
  },
]
