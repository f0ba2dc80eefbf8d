import type { FoundSequence } from './found-sequences.ts'

/** Found by the long form where people act between a look and the write that follows it, and shrunk. */
export const whileActing: FoundSequence[] = [
  {
    name: 'a row that got the id of a typed row while a person edited it stays the same reading',
    sequence: {
      rows: 1,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'race', hand: { kind: 'sort', field: 'timestamp', direction: 1 } },
        { kind: 'hand', hand: { kind: 'add', before: 0, fields: ['timestamp', 'inverter'] } },
        { kind: 'race', hand: { kind: 'edit', row: 23, field: 'timestamp' } },
        { kind: 'shut', door: { kind: 'protect-row', row: 1 } },
        { kind: 'shut', door: { kind: 'protect-row', row: 1 } },
        { kind: 'race', hand: { kind: 'clear-row', row: 0 } },
        { kind: 'faults', of: 'write', faults: [undefined] },
      ],
    },
  },
  {
    name: 'a row at the end that was deleted in place of others comes back though an empty row stood above it',
    sequence: {
      rows: 4,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'add', before: 0, fields: ['note'] } },
        { kind: 'withdraw', which: 0 },
        { kind: 'faults', of: 'write', faults: [{ kind: 'drop' }, { kind: 'late', milliseconds: 4000 }, undefined] },
        { kind: 'hand', hand: { kind: 'delete', row: 2, count: 1 } },
        { kind: 'pass', milliseconds: 6040 },
        { kind: 'hand', hand: { kind: 'delete', row: 0, count: 3 } },
        { kind: 'hand', hand: { kind: 'insert-row', before: 0 } },
        { kind: 'pass', milliseconds: 6000 },
        { kind: 'faults', of: 'write', faults: [undefined] },
        { kind: 'kill' },
      ],
    },
  },
  {
    name: 'a person who edits a row while its copy gets an id edits the row',
    sequence: {
      rows: 12,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'faults', of: 'write', faults: [{ kind: 'drop' }] },
        { kind: 'withdraw', which: 0 },
        { kind: 'race', hand: { kind: 'edit', row: 18, field: 'timestamp' } },
        { kind: 'hand', hand: { kind: 'paste', row: 29, before: null, changes: ['timestamp'] } },
        { kind: 'race', hand: { kind: 'sort', field: 'meter', direction: 1 } },
        { kind: 'hand', hand: { kind: 'edit', row: 1, field: 'timestamp' } },
        { kind: 'killAt', statement: 0, moment: 'before' },
        { kind: 'killAt', statement: 0, moment: 'before' },
        { kind: 'kill' },
      ],
    },
  },
  {
    name: 'a row that a person brings back while the batch that writes it again is refused does not speak for the batch',
    sequence: {
      rows: 2,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'withdraw', which: 0 },
        { kind: 'pass', milliseconds: 40 },
        { kind: 'race', hand: { kind: 'undo-delete' } },
        { kind: 'hand', hand: { kind: 'delete', row: 0, count: 1 } },
        { kind: 'race', hand: { kind: 'rename-tab' } },
        { kind: 'record', count: 1 },
        { kind: 'kill' },
        { kind: 'faults', of: 'write', faults: [undefined] },
        { kind: 'faults', of: 'write', faults: [undefined] },
        { kind: 'race', hand: { kind: 'sort', field: 'timestamp', direction: 1 } },
      ],
    },
  },
  {
    name: 'a row that became unreadable between two tries of a batch keeps its text when the second deletes it',
    sequence: {
      rows: 3,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'paste', row: 0, before: 11, changes: ['source'] } },
        { kind: 'race', hand: { kind: 'sort', field: 'source', direction: 1 } },
        { kind: 'killAt', statement: 15, moment: 'before' },
        { kind: 'withdraw', which: 10 },
        { kind: 'pass', milliseconds: 40 },
        { kind: 'race', hand: { kind: 'undo-delete' } },
        { kind: 'faults', of: 'write', faults: [undefined] },
        { kind: 'hand', hand: { kind: 'type-nonsense', row: 3, field: 'timestamp' } },
      ],
    },
  },
  {
    name: 'two ids that were swapped are swapped back though the answer gets lost',
    sequence: {
      rows: 3,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'race', hand: { kind: 'insert-row', before: 0 } },
        { kind: 'hand', hand: { kind: 'paste', row: 0, before: null, changes: [] } },
        { kind: 'kill' },
        { kind: 'faults', of: 'write', faults: [{ kind: 'drop' }, undefined, { kind: 'drop' }, undefined] },
        { kind: 'hand', hand: { kind: 'paste', row: 14, before: 35, changes: ['timestamp'] } },
        { kind: 'open' },
        { kind: 'record', count: 1 },
        { kind: 'pass', milliseconds: 0 },
      ],
    },
  },
  {
    name: 'a changed copy that was deleted comes back though its original was pasted once more',
    sequence: {
      rows: 1,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'paste', row: 0, before: 0, changes: ['timestamp'] } },
        { kind: 'withdraw', which: 0 },
        { kind: 'race', hand: { kind: 'paste', row: 13, before: 0, changes: [] } },
        { kind: 'correct', which: 0, field: 'meter' },
        { kind: 'hand', hand: { kind: 'empty-note', row: 0 } },
      ],
    },
  },
  {
    name: 'a changed copy that got what was meant for its original is a copy still',
    sequence: {
      rows: 4,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'paste', row: 6, before: 2, changes: ['meter'] } },
        { kind: 'hand', hand: { kind: 'look' } },
        { kind: 'hand', hand: { kind: 'edit', row: 0, field: 'timestamp' } },
        { kind: 'correct', which: 34, field: 'meter' },
        { kind: 'race', hand: { kind: 'insert-row', before: 0 } },
      ],
    },
  },
  {
    name: 'a typed row whose id a protection keeps out stays the same reading when a person edits it',
    sequence: {
      rows: 8,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'add', before: 1, fields: ['timestamp', 'inverter', 'meter', 'note'] } },
        { kind: 'hand', hand: { kind: 'add', before: null, fields: ['timestamp', 'meter', 'source', 'note'] } },
        { kind: 'record', count: 4 },
        { kind: 'shut', door: { kind: 'protect-tab' } },
        { kind: 'pass', milliseconds: 4468 },
        { kind: 'hand', hand: { kind: 'paste', row: 4, before: 32, changes: [] } },
        { kind: 'hand', hand: { kind: 'add', before: 19, fields: ['note'] } },
        { kind: 'race', hand: { kind: 'edit', row: 12, field: 'source' } },
        { kind: 'hand', hand: { kind: 'paste', row: 20, before: 20, changes: [] } },
      ],
    },
  },
  {
    name: 'the picture of a copy is not taken for its original',
    sequence: {
      rows: 4,
      google: { refusesKnownMarkers: true, returnsSpreadsheet: true },
      steps: [
        { kind: 'race', hand: { kind: 'insert-row', before: 27 } },
        { kind: 'correct', which: 31, field: 'note' },
        { kind: 'hand', hand: { kind: 'paste', row: 18, before: 0, changes: ['note', 'inverter'] } },
        { kind: 'faults', of: 'write', faults: [{ kind: 'drop' }, undefined, { kind: 'status', status: 403 }] },
      ],
    },
  },
  {
    name: 'a row that got the id of a typed row keeps its own though its changed copy gets one at the same time',
    sequence: {
      rows: 5,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'race', hand: { kind: 'sort', field: 'note', direction: -1 } },
        { kind: 'hand', hand: { kind: 'paste', row: 37, before: 3, changes: ['source'] } },
        { kind: 'hand', hand: { kind: 'add', before: 1, fields: ['timestamp', 'meter', 'source', 'note'] } },
      ],
    },
  },
  {
    name: 'a reading whose id fell into an empty row lives though a person deletes that row',
    sequence: {
      rows: 9,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'delete', row: 0, count: 1 } },
        { kind: 'race', hand: { kind: 'delete', row: 28, count: 2 } },
        { kind: 'hand', hand: { kind: 'paste', row: 7, before: null, changes: ['timestamp'] } },
        { kind: 'hand', hand: { kind: 'insert-row', before: 0 } },
        { kind: 'pass', milliseconds: 6424 },
        { kind: 'race', hand: { kind: 'delete', row: 31, count: 1 } },
        { kind: 'hand', hand: { kind: 'undo-delete' } },
      ],
    },
  },
  {
    name: 'a changed copy that was deleted in place of another comes back though a person has deleted its original',
    sequence: {
      rows: 7,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'race', hand: { kind: 'delete', row: 0, count: 2 } },
        { kind: 'correct', which: 0, field: 'timestamp' },
        { kind: 'record', count: 1 },
        { kind: 'withdraw', which: 27 },
        { kind: 'hand', hand: { kind: 'paste', row: 0, before: 34, changes: ['timestamp'] } },
      ],
    },
  },
  {
    name: 'the text of a row that was deleted in place of another comes back though its reading is withdrawn',
    sequence: {
      rows: 3,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'paste', row: 0, before: 0, changes: [] } },
        { kind: 'race', hand: { kind: 'sort', field: 'note', direction: 1 } },
        { kind: 'withdraw', which: 2 },
        { kind: 'withdraw', which: 0 },
        { kind: 'hand', hand: { kind: 'type-nonsense', row: 3, field: 'inverter' } },
      ],
    },
  },
  {
    name: 'a row that shows its reading again counts more than its copy that got the id of another',
    sequence: {
      rows: 3,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        {
          kind: 'faults',
          of: 'write',
          faults: [{ kind: 'hang', milliseconds: 30_000 }, undefined, { kind: 'status', status: 403 }],
        },
        { kind: 'hand', hand: { kind: 'paste', row: 2, before: null, changes: ['timestamp'] } },
        { kind: 'race', hand: { kind: 'paste', row: 2, before: 2, changes: [] } },
        { kind: 'correct', which: 2, field: 'note' },
      ],
    },
  },
]
