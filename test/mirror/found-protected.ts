import type { FoundSequence } from './found-sequences.ts'

/** Found by the long form where rows or the tab were protected while something was written, and shrunk. */
export const whileProtected: FoundSequence[] = [
  {
    name: 'a typed row that is made unreadable while its tab is protected is the row of its reading, whatever the API has corrected',
    sequence: {
      rows: 0,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: false },
      steps: [
        { kind: 'hand', hand: { kind: 'add', before: 0, fields: ['timestamp', 'meter', 'note'] } },
        { kind: 'shut', door: { kind: 'protect-tab' } },
        { kind: 'pass', milliseconds: 6000 },
        { kind: 'hand', hand: { kind: 'type-nonsense', row: 0, field: 'timestamp' } },
        { kind: 'record', count: 1 },
        { kind: 'withdraw', which: 0 },
        { kind: 'pass', milliseconds: 0 },
        { kind: 'correct', which: 0, field: 'meter' },
      ],
    },
  },
  {
    name: 'a typed row that gets its id late, and is deleted in place of another by the batch that brings it, comes back',
    sequence: {
      rows: 9,
      google: { refusesKnownMarkers: false, returnsSpreadsheet: true },
      steps: [
        { kind: 'record', count: 3 },
        { kind: 'hand', hand: { kind: 'add', before: 0, fields: ['timestamp', 'meter', 'source', 'note'] } },
        { kind: 'hand', hand: { kind: 'sort', field: 'source', direction: 1 } },
        { kind: 'shut', door: { kind: 'protect-row', row: 12 } },
        { kind: 'hand', hand: { kind: 'sort', field: 'inverter', direction: 1 } },
        { kind: 'pass', milliseconds: 3324 },
        { kind: 'race', hand: { kind: 'delete', row: 0, count: 2 } },
        { kind: 'withdraw', which: 34 },
      ],
    },
  },
]
