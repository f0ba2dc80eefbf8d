import type { FoundSequence } from './found-sequences.ts'

/** Found by the long form where columns were moved or inserted between a look and the write that follows it, and shrunk. */
export const movedColumns: FoundSequence[] = [
  {
    name: 'values that were appended under wrong headers are no edits though the batch that puts them right hits another row',
    sequence: {
      rows: 0,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'race', hand: { kind: 'move-column', from: 0, to: 5 } },
        { kind: 'record', count: 1 },
        { kind: 'pass', milliseconds: 40 },
        { kind: 'hand', hand: { kind: 'edit', row: 0, field: 'meter' } },
        { kind: 'faults', of: 'write', faults: [undefined] },
        { kind: 'faults', of: 'write', faults: [undefined] },
        { kind: 'race', hand: { kind: 'edit', row: 0, field: 'timestamp' } },
        { kind: 'hand', hand: { kind: 'sort', field: 'timestamp', direction: 1 } },
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
    name: 'a row that got the id of a copy and a value under a moved column gets back its own',
    sequence: {
      rows: 2,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'correct', which: 0, field: 'meter' },
        { kind: 'race', hand: { kind: 'sort', field: 'timestamp', direction: 1 } },
        { kind: 'race', hand: { kind: 'move-column', from: 0, to: 3 } },
        { kind: 'faults', of: 'write', faults: [{ kind: 'drop' }] },
        { kind: 'record', count: 1 },
        { kind: 'hand', hand: { kind: 'sort', field: 'timestamp', direction: 1 } },
        { kind: 'record', count: 1 },
        { kind: 'hand', hand: { kind: 'paste', row: 3, before: 0, changes: ['inverter'] } },
      ],
    },
  },
  {
    name: 'a row that was appended under moved columns after a correction shows the newer revision',
    sequence: {
      rows: 0,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'record', count: 1 },
        { kind: 'race', hand: { kind: 'insert-column', before: 0 } },
        { kind: 'faults', of: 'write', faults: [{ kind: 'drop' }, undefined] },
        { kind: 'pass', milliseconds: 40 },
        { kind: 'correct', which: 0, field: 'meter' },
        { kind: 'race', hand: { kind: 'undo-delete' } },
      ],
    },
  },
  {
    name: 'a cell that stayed empty because columns were inserted is no edit',
    sequence: {
      rows: 0,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'record', count: 1 },
        { kind: 'race', hand: { kind: 'insert-column', before: 3 } },
        { kind: 'hand', hand: { kind: 'insert-column', before: 5 } },
        { kind: 'correct', which: 0, field: 'meter' },
        { kind: 'restart' },
        { kind: 'faults', of: 'write', faults: [undefined] },
        { kind: 'pass', milliseconds: 0 },
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
    name: 'what a person types into a row that was appended with its id in a wrong column is taken in',
    sequence: {
      rows: 0,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'race', hand: { kind: 'move-column', from: 0, to: 5 } },
        { kind: 'record', count: 1 },
        { kind: 'pass', milliseconds: 40 },
        { kind: 'hand', hand: { kind: 'edit', row: 0, field: 'meter' } },
      ],
    },
  },
  {
    name: 'a source that is typed into a copy while it gets its id stays there',
    sequence: {
      rows: 0,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'record', count: 1 },
        { kind: 'pass', milliseconds: 40 },
        { kind: 'hand', hand: { kind: 'paste', row: 0, before: 0, changes: ['timestamp'] } },
        { kind: 'race', hand: { kind: 'edit', row: 0, field: 'source' } },
        { kind: 'hand', hand: { kind: 'paste', row: 0, before: null, changes: [] } },
        { kind: 'race', hand: { kind: 'insert-column', before: 0 } },
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
    name: 'an id that stands under the header of the note is no note',
    sequence: {
      rows: 0,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'record', count: 1 },
        { kind: 'race', hand: { kind: 'insert-column', before: 4 } },
        { kind: 'hand', hand: { kind: 'add', before: null, fields: ['inverter'] } },
        { kind: 'faults', of: 'write', faults: [undefined, { kind: 'drop' }, undefined] },
        { kind: 'hand', hand: { kind: 'paste', row: 0, before: null, changes: ['timestamp'] } },
        { kind: 'hand', hand: { kind: 'insert-row', before: 0 } },
      ],
    },
  },
  {
    name: 'what is taken back from a wrong column and hits another row is no edit there',
    sequence: {
      rows: 0,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'record', count: 1 },
        { kind: 'record', count: 1 },
        { kind: 'pass', milliseconds: 40 },
        { kind: 'race', hand: { kind: 'insert-column', before: 0 } },
        { kind: 'correct', which: 0, field: 'meter' },
        { kind: 'pass', milliseconds: 1240 },
        { kind: 'shut', door: { kind: 'protect-row', row: 1 } },
        { kind: 'race', hand: { kind: 'sort', field: 'timestamp', direction: -1 } },
        { kind: 'pass', milliseconds: 0 },
        { kind: 'race', hand: { kind: 'sort', field: 'timestamp', direction: 1 } },
      ],
    },
  },
]
