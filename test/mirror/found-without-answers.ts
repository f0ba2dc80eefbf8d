import type { FoundSequence } from './found-sequences.ts'

/** Found by the long form, and shrunk: where answers got lost, or people were quicker than what puts their rows right. */
export const withoutAnswers: FoundSequence[] = [
  {
    name: 'a row and its copies get one row for each reading though the answers get lost while they get their ids',
    sequence: {
      rows: 1,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'correct', which: 0, field: 'timestamp' },
        { kind: 'faults', of: 'write', faults: [{ kind: 'drop' }, undefined, { kind: 'drop' }] },
        { kind: 'hand', hand: { kind: 'paste', row: 0, before: 0, changes: ['source'] } },
        { kind: 'race', hand: { kind: 'paste', row: 13, before: 0, changes: [] } },
      ],
    },
  },
  {
    name: 'a row that cannot be read keeps its text though the id of its copy comes into it',
    sequence: {
      rows: 1,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'paste', row: 0, before: 0, changes: ['source', 'timestamp'] } },
        { kind: 'hand', hand: { kind: 'edit', row: 0, field: 'timestamp' } },
        { kind: 'race', hand: { kind: 'sort', field: 'timestamp', direction: 1 } },
        { kind: 'hand', hand: { kind: 'edit', row: 3, field: 'inverter' } },
        { kind: 'hand', hand: { kind: 'type-nonsense', row: 0, field: 'timestamp' } },
      ],
    },
  },
  {
    name: 'an edit that a withdrawal has outdone stays outdone when the row is deleted at the second try',
    sequence: {
      rows: 1,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'pass', milliseconds: 41 },
        { kind: 'correct', which: 0, field: 'meter' },
        { kind: 'faults', of: 'write', faults: [{ kind: 'drop' }] },
        { kind: 'withdraw', which: 0 },
        { kind: 'race', hand: { kind: 'edit', row: 0, field: 'timestamp' } },
        { kind: 'hand', hand: { kind: 'edit', row: 0, field: 'timestamp' } },
      ],
    },
  },
  {
    name: 'what is to be empty again under a moved column is not emptied for ever',
    sequence: {
      rows: 1,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'race', hand: { kind: 'delete', row: 0, count: 1 } },
        { kind: 'correct', which: 0, field: 'meter' },
        { kind: 'pass', milliseconds: 40 },
        { kind: 'race', hand: { kind: 'insert-column', before: 0 } },
      ],
    },
  },
  {
    name: 'a typed row that a person edits while its id falls into the empty row below stays the same reading',
    sequence: {
      rows: 3,
      google: { refusesKnownMarkers: true, returnsSpreadsheet: false },
      steps: [
        {
          kind: 'hand',
          hand: { kind: 'add', before: 8, fields: ['timestamp', 'inverter', 'meter', 'source', 'note'] },
        },
        { kind: 'race', hand: { kind: 'edit', row: 37, field: 'timestamp' } },
        { kind: 'hand', hand: { kind: 'delete', row: 7, count: 1 } },
        { kind: 'race', hand: { kind: 'delete', row: 13, count: 1 } },
      ],
    },
  },
  {
    name: 'what a copy is given back and comes into another row is no edit there, though the original shows it',
    sequence: {
      rows: 8,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'correct', which: 22, field: 'meter' },
        {
          kind: 'faults',
          of: 'write',
          faults: [
            { kind: 'late', milliseconds: 4000 },
            { kind: 'status', status: 503 },
          ],
        },
        { kind: 'pass', milliseconds: 3911 },
        { kind: 'hand', hand: { kind: 'paste', row: 21, before: 0, changes: [] } },
        { kind: 'pass', milliseconds: 6722 },
        { kind: 'race', hand: { kind: 'sort', field: 'note', direction: -1 } },
      ],
    },
  },
  {
    name: 'a typed row that is made unreadable while its id is on its way is the row of its reading',
    sequence: {
      rows: 0,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'add', before: null, fields: ['timestamp', 'meter', 'note'] } },
        { kind: 'faults', of: 'write', faults: [{ kind: 'drop' }] },
        { kind: 'pass', milliseconds: 6000 },
        { kind: 'hand', hand: { kind: 'type-nonsense', row: 0, field: 'timestamp' } },
      ],
    },
  },
  {
    name: 'a row that gets its id in the second try of a batch is not written once more',
    sequence: {
      rows: 4,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'faults', of: 'write', faults: [{ kind: 'drop' }] },
        { kind: 'hand', hand: { kind: 'add', before: null, fields: ['timestamp', 'inverter'] } },
        { kind: 'withdraw', which: 1 },
        { kind: 'pass', milliseconds: 9000 },
      ],
    },
  },
  {
    name: 'what a person deletes while a batch that deletes waits for its next try stays deleted',
    sequence: {
      rows: 9,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        {
          kind: 'faults',
          of: 'write',
          faults: [
            { kind: 'drop' },
            { kind: 'status', status: 503 },
            { kind: 'status', status: 503 },
            { kind: 'status', status: 503 },
          ],
        },
        { kind: 'withdraw', which: 1 },
        { kind: 'pass', milliseconds: 500 },
        { kind: 'hand', hand: { kind: 'delete', row: 5, count: 1 } },
        { kind: 'pass', milliseconds: 9000 },
      ],
    },
  },
  {
    name: 'so does what a person deletes after such a batch was lost and the service has died',
    sequence: {
      rows: 9,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'faults', of: 'write', faults: [{ kind: 'drop' }, { kind: 'status', status: 503 }] },
        { kind: 'withdraw', which: 1 },
        { kind: 'pass', milliseconds: 500 },
        { kind: 'kill' },
        { kind: 'hand', hand: { kind: 'delete', row: 5, count: 1 } },
        { kind: 'pass', milliseconds: 9000 },
      ],
    },
  },
  {
    name: 'a late correction that hits another row is no edit of that, though the batch was to correct more by then',
    sequence: {
      rows: 10,
      google: { refusesKnownMarkers: true, returnsSpreadsheet: false },
      steps: [
        { kind: 'faults', of: 'write', faults: [{ kind: 'late', milliseconds: 12_000 }, { kind: 'drop' }] },
        { kind: 'correct', which: 4, field: 'inverter' },
        { kind: 'pass', milliseconds: 100 },
        { kind: 'hand', hand: { kind: 'insert-row', before: 0 } },
        { kind: 'correct', which: 4, field: 'timestamp' },
      ],
    },
  },
  {
    name: 'what a person has deleted before a batch goes out with nothing but its marker stays deleted, though answers get lost',
    sequence: {
      rows: 5,
      google: { refusesKnownMarkers: true, returnsSpreadsheet: true },
      steps: [
        { kind: 'pass', milliseconds: 3890 },
        { kind: 'hand', hand: { kind: 'add', before: 13, fields: ['timestamp', 'meter', 'source'] } },
        { kind: 'withdraw', which: 36 },
        { kind: 'killAt', statement: 15, moment: 'after' },
        { kind: 'faults', of: 'write', faults: [{ kind: 'drop' }] },
        { kind: 'pass', milliseconds: 3559 },
        { kind: 'hand', hand: { kind: 'delete', row: 40, count: 3 } },
        { kind: 'race', hand: { kind: 'delete', row: 0, count: 1 }, isAfter: true },
        { kind: 'record', count: 3 },
        {
          kind: 'faults',
          of: 'write',
          faults: [
            { kind: 'apply-then-hang', milliseconds: 30_000 },
            { kind: 'late', milliseconds: 4000 },
          ],
        },
        { kind: 'record', count: 2 },
      ],
    },
  },
]
