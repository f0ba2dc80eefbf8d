import type { FoundSequence } from './found-sequences.ts'

/** Found by the long form where copies of rows were hit by what was meant for others, and shrunk. */
export const copies: FoundSequence[] = [
  {
    name: 'a changed copy that was hit by the correction of its reading gets back what was typed, though its row has a new note as well',
    sequence: {
      rows: 1,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'edit', row: 0, field: 'note' } },
        { kind: 'race', hand: { kind: 'insert-row', before: 0 } },
        { kind: 'hand', hand: { kind: 'paste', row: 0, before: null, changes: [] } },
        { kind: 'correct', which: 0, field: 'timestamp' },
        { kind: 'hand', hand: { kind: 'paste', row: 0, before: 1, changes: ['timestamp'] } },
      ],
    },
  },
  {
    name: 'a changed copy that was hit by the correction of another reading is not taken for its original, which was hit too',
    sequence: {
      rows: 11,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'withdraw', which: 28 },
        { kind: 'correct', which: 5, field: 'timestamp' },
        { kind: 'record', count: 4 },
        { kind: 'hand', hand: { kind: 'paste', row: 21, before: 6, changes: ['timestamp'] } },
        { kind: 'correct', which: 35, field: 'meter' },
        { kind: 'race', hand: { kind: 'delete', row: 0, count: 1 } },
      ],
    },
  },
  {
    name: 'of a row that cannot be read and its copy the one that is deleted in place of another comes back',
    sequence: {
      rows: 2,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'type-nonsense', row: 1, field: 'timestamp' } },
        { kind: 'withdraw', which: 0 },
        { kind: 'hand', hand: { kind: 'paste', row: 1, before: 0, changes: ['inverter'] } },
        { kind: 'race', hand: { kind: 'insert-row', before: 0 } },
      ],
    },
  },
  {
    name: 'a copy that has just got its id is not written once more when its original goes at the same time',
    sequence: {
      rows: 8,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'record', count: 1 },
        { kind: 'withdraw', which: 21 },
        { kind: 'race', hand: { kind: 'sort', field: 'timestamp', direction: 1 } },
        { kind: 'hand', hand: { kind: 'paste', row: 27, before: 0, changes: ['timestamp'] } },
        { kind: 'hand', hand: { kind: 'delete', row: 33, count: 3 } },
        { kind: 'pass', milliseconds: 380 },
        { kind: 'killAt', statement: 0, moment: 'before' },
        { kind: 'hand', hand: { kind: 'delete', row: 10, count: 1 } },
      ],
    },
  },
  {
    name: 'of two copies that differ in their notes alone each gets back its own',
    sequence: {
      rows: 9,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'race', hand: { kind: 'insert-column', before: 0 } },
        { kind: 'hand', hand: { kind: 'type-nonsense', row: 10, field: 'timestamp' } },
        { kind: 'hand', hand: { kind: 'paste', row: 0, before: 8, changes: ['timestamp', 'inverter'] } },
        { kind: 'withdraw', which: 10 },
        { kind: 'faults', of: 'write', faults: [undefined] },
        { kind: 'hand', hand: { kind: 'paste', row: 28, before: null, changes: ['note'] } },
        { kind: 'pass', milliseconds: 0 },
      ],
    },
  },
  {
    name: 'so it does where its source was written where it was meant',
    sequence: {
      rows: 9,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'race', hand: { kind: 'insert-column', before: 4 } },
        { kind: 'hand', hand: { kind: 'type-nonsense', row: 10, field: 'timestamp' } },
        { kind: 'hand', hand: { kind: 'paste', row: 0, before: 8, changes: ['timestamp', 'inverter'] } },
        { kind: 'withdraw', which: 10 },
        { kind: 'faults', of: 'write', faults: [undefined] },
        { kind: 'hand', hand: { kind: 'paste', row: 28, before: null, changes: ['note'] } },
        { kind: 'pass', milliseconds: 0 },
      ],
    },
  },
  {
    name: 'of three copies of a typed row the one with a source of its own gets the id of that, however often it is tried',
    sequence: {
      rows: 0,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'add', before: null, fields: ['timestamp', 'meter', 'note'] } },
        { kind: 'race', hand: { kind: 'paste', row: 0, before: null, changes: [] } },
        { kind: 'record', count: 1 },
        { kind: 'pass', milliseconds: 572 },
        { kind: 'hand', hand: { kind: 'paste', row: 9, before: null, changes: ['source'] } },
        { kind: 'hand', hand: { kind: 'move-column', from: 2, to: 5 } },
        { kind: 'hand', hand: { kind: 'move-column', from: 3, to: 0 } },
        { kind: 'hand', hand: { kind: 'insert-column', before: 6 } },
        { kind: 'correct', which: 16, field: 'meter' },
        { kind: 'shut', door: { kind: 'protect-row', row: 3 } },
        {
          kind: 'faults',
          of: 'write',
          faults: [
            { kind: 'status', status: 429, retryAfterSeconds: 2 },
            { kind: 'status', status: 503 },
            { kind: 'status', status: 403 },
            { kind: 'status', status: 403 },
          ],
        },
      ],
    },
  },
  {
    name: 'of a typed row and its copy, deleted while the row got its id, the one that is brought back is the reading',
    sequence: {
      rows: 0,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'race', hand: { kind: 'delete', row: 0, count: 2 } },
        { kind: 'hand', hand: { kind: 'add', before: null, fields: ['timestamp', 'inverter'] } },
        { kind: 'hand', hand: { kind: 'paste', row: 0, before: 0, changes: ['meter'] } },
        { kind: 'pass', milliseconds: 0 },
        { kind: 'race', hand: { kind: 'undo-delete' }, isAfter: true },
      ],
    },
  },
  {
    name: 'a copy that a person edits while its own id is written, and another row is deleted, is not written once more',
    sequence: {
      rows: 8,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'paste', row: 0, before: 0, changes: ['timestamp'] } },
        { kind: 'hand', hand: { kind: 'add', before: null, fields: ['meter'] } },
        { kind: 'faults', of: 'write', faults: [undefined, { kind: 'drop' }, undefined] },
        { kind: 'withdraw', which: 1 },
        { kind: 'pass', milliseconds: 193 },
        { kind: 'withdraw', which: 25 },
        { kind: 'hand', hand: { kind: 'edit', row: 26, field: 'note' } },
        { kind: 'hand', hand: { kind: 'clear-row', row: 24 } },
        { kind: 'killAt', statement: 16, moment: 'before' },
        { kind: 'hand', hand: { kind: 'edit', row: 0, field: 'timestamp' } },
        { kind: 'record', count: 4 },
        { kind: 'correct', which: 20, field: 'meter' },
        { kind: 'hand', hand: { kind: 'type-nonsense', row: 39, field: 'inverter' } },
        { kind: 'pass', milliseconds: 4023 },
      ],
    },
  },
]
