import type { FoundSequence } from './found-sequences.ts'

/** Found by the long form where rows were appended, or typed ones numbered, under headers that are not theirs, and shrunk. */
export const wrongHeaders: FoundSequence[] = [
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
  {
    name: 'a row with its id in a wrong column that shows an earlier revision is no edit',
    sequence: {
      rows: 0,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'faults', of: 'write', faults: [{ kind: 'apply-then-status', status: 500 }, { kind: 'drop' }] },
        { kind: 'record', count: 3 },
        { kind: 'race', hand: { kind: 'insert-column', before: 2 } },
        { kind: 'pass', milliseconds: 5386 },
        { kind: 'correct', which: 24, field: 'timestamp' },
      ],
    },
  },
  {
    name: 'a row under wrong headers that was hit by what was meant for another is read without that',
    sequence: {
      rows: 3,
      google: { refusesKnownMarkers: true, returnsSpreadsheet: true },
      steps: [
        { kind: 'record', count: 4 },
        { kind: 'killAt', statement: 24, moment: 'after' },
        { kind: 'race', hand: { kind: 'move-column', from: 3, to: 1 } },
        { kind: 'pass', milliseconds: 3174 },
        { kind: 'race', hand: { kind: 'delete', row: 30, count: 2 } },
      ],
    },
  },
  {
    name: 'a note that stands in the column of ids was not emptied by anybody',
    sequence: {
      rows: 1,
      google: { refusesKnownMarkers: true, returnsSpreadsheet: true },
      steps: [
        { kind: 'correct', which: 3, field: 'note' },
        {
          kind: 'faults',
          of: 'write',
          faults: [
            { kind: 'late', milliseconds: 4000 },
            undefined,
            { kind: 'status', status: 429, retryAfterSeconds: 2 },
          ],
        },
        { kind: 'killAt', statement: 14, moment: 'after' },
        { kind: 'pass', milliseconds: 2599 },
        { kind: 'record', count: 4 },
        { kind: 'pass', milliseconds: 7929 },
        { kind: 'race', hand: { kind: 'move-column', from: 4, to: 7 } },
      ],
    },
  },
  {
    name: 'ids under another header are taken back in each row though rows were inserted and the first try is refused',
    sequence: {
      rows: 0,
      google: { refusesKnownMarkers: true, returnsSpreadsheet: false },
      steps: [
        {
          kind: 'hand',
          hand: { kind: 'add', before: 11, fields: ['timestamp', 'inverter', 'meter', 'source', 'note'] },
        },
        { kind: 'race', hand: { kind: 'paste', row: 5, before: 39, changes: [] } },
        {
          kind: 'hand',
          hand: { kind: 'add', before: 12, fields: ['timestamp', 'inverter', 'meter', 'source', 'note'] },
        },
        { kind: 'hand', hand: { kind: 'paste', row: 37, before: 24, changes: ['timestamp'] } },
        { kind: 'faults', of: 'write', faults: [undefined, { kind: 'status', status: 429, retryAfterSeconds: 2 }] },
        { kind: 'race', hand: { kind: 'move-column', from: 7, to: 2 } },
      ],
    },
  },
  {
    name: 'what is taken back from a wrong column and hits a row with its id in another is no edit there',
    sequence: {
      rows: 1,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'race', hand: { kind: 'move-column', from: 5, to: 0 } },
        { kind: 'correct', which: 0, field: 'meter' },
        { kind: 'record', count: 1 },
        { kind: 'pass', milliseconds: 40 },
        { kind: 'race', hand: { kind: 'sort', field: 'meter', direction: -1 } },
      ],
    },
  },
  {
    name: 'a typed row that was deleted in place of another while a row was appended under wrong headers comes back, though the batch that brings it gets lost',
    sequence: {
      rows: 1,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'withdraw', which: 0 },
        { kind: 'race', hand: { kind: 'sort', field: 'timestamp', direction: -1 } },
        { kind: 'hand', hand: { kind: 'add', before: 0, fields: ['note'] } },
        { kind: 'faults', of: 'write', faults: [undefined, { kind: 'drop' }] },
        { kind: 'record', count: 1 },
        { kind: 'race', hand: { kind: 'insert-column', before: 0 } },
      ],
    },
  },
  {
    name: 'a correction under a column that was moved twice is written again, and the old value is no edit',
    sequence: {
      rows: 1,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'race', hand: { kind: 'insert-column', before: 0 }, isAfter: true },
        { kind: 'correct', which: 0, field: 'meter' },
        { kind: 'race', hand: { kind: 'move-column', from: 1, to: 2 } },
        { kind: 'record', count: 1 },
        { kind: 'correct', which: 0, field: 'timestamp' },
      ],
    },
  },
]
