import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Facts, rules, type SiteFacts } from './rules.ts'

const hour = 3_600_000
const now = Date.UTC(2026, 5, 1)
const well: SiteFacts = {
  site: 'home',
  expectEveryMilliseconds: 24 * hour,
  newestReadingAt: now - hour,
  sheet: { state: 'ok', detail: 'the sheet shows every reading' },
}

function raised(change: Partial<Facts>): [string, string, string][] {
  const facts: Facts = {
    now,
    sites: [well],
    oldestWaitingSeconds: 2,
    outgrown: [],
    disk: { freeBytes: 5e9, totalBytes: 1e10 },
    failedJobs: [],
    refusedSignIns: { count: 3, account: 'phone', address: '192.0.2.1' },
    oldCredentials: [],
    serverErrors: 2,
    storageRisk: null,
    ...change,
  }
  return Object.entries(rules).flatMap(([kind, rule]) =>
    rule(facts).map(({ site, message }): [string, string, string] => [kind, site, message]),
  )
}

describe('an alert', () => {
  test('is not raised while all is well', () => assert.deepEqual(raised({}), []))

  const cases: [string, string, Partial<Facts>, RegExp][] = [
    [
      'tells of a stopped sheet',
      'sheet-stopped',
      { sites: [{ ...well, sheet: { state: 'stopped', detail: 'The header row is gone' } }] },
      /The header row is gone/,
    ],
    ['tells of readings that wait for the sheet', 'sheet-behind', { oldestWaitingSeconds: 7300 }, /for 2 hours/],
    [
      'tells of a site that has fallen silent',
      'no-reading',
      { sites: [{ ...well, newestReadingAt: now - 25 * hour }] },
      /No reading for 25 hours/,
    ],
    [
      'names seconds where readings are expected more often than every minute',
      'no-reading',
      { sites: [{ ...well, expectEveryMilliseconds: 36_000, newestReadingAt: now - 130_000 }] },
      /No reading for 2 minutes, where one is expected every 30 seconds/,
    ],
    [
      'tells of a disk that is nearly full',
      'disk-nearly-full',
      { disk: { freeBytes: 1e8, totalBytes: 1e11 } },
      /50 MB left/,
    ],
    [
      'tells of a failed back-up',
      'job-failed',
      { failedJobs: [{ name: 'backup', detail: 'The disk is full.' }] },
      /backup failed: The disk is full/,
    ],
    [
      'tells for a day of a tab that was full',
      'sheet-outgrown',
      { outgrown: [{ site: 'home', message: 'A new tab was opened.', at: now - hour }] },
      /new tab/,
    ],
    [
      'tells of sign-ins that are refused again and again',
      'sign-ins-refused',
      { refusedSignIns: { count: 20, account: 'phone', address: '192.0.2.1' } },
      /from 192\.0\.2\.1 for phone/,
    ],
    ['tells of old credentials', 'credential-old', { oldCredentials: ['phone', 'script'] }, /90 days: phone, script/],
    ['tells of requests that fail', 'error-rate', { serverErrors: 10 }, /10 or more requests failed/],
    ['tells of a disk that will be gone', 'data-at-risk', { storageRisk: 'DATA_DIR is lost.' }, /^DATA_DIR is lost/],
  ]
  for (const [name, kind, change, sentence] of cases)
    test(name, () => {
      const [alert, ...others] = raised(change)
      assert.deepEqual([alert?.[0], alert?.[1], others], [kind, 'home', []])
      assert.match(alert?.[2] ?? '', sentence)
    })

  test('tells of a stopped sheet once, though its job fails too', () => {
    const failedJobs = [
      { name: 'sheet home', detail: 'The header row is gone' },
      { name: 'sheet barn', detail: 'Google does not answer' },
    ]
    const sheet = { state: 'stopped', detail: 'The header row is gone' } as const
    const kinds = raised({ sites: [{ ...well, sheet }], failedJobs }).map(([kind, , message]) => [kind, message])
    assert.deepEqual(kinds, [
      ['sheet-stopped', 'The sheet is not written: The header row is gone'],
      ['job-failed', 'The job sheet barn failed: Google does not answer'],
    ])
  })

  test('expects nothing of a site that never had a reading, or of which nothing is expected', () => {
    assert.deepEqual(raised({ sites: [{ ...well, newestReadingAt: null }] }), [])
    assert.deepEqual(raised({ sites: [{ ...well, expectEveryMilliseconds: null, newestReadingAt: 0 }] }), [])
    assert.deepEqual(raised({ outgrown: [{ site: 'home', message: 'old', at: now - 25 * hour }] }), [])
  })
})
