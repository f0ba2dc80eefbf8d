import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { nextDaily, nextRun, nextRunAfter, scheduleError } from './schedule.ts'

const berlin = 'Europe/Berlin'
const at = (text: string) => Temporal.ZonedDateTime.from(`${text}[${berlin}]`).epochMilliseconds
const local = (instant: number | null) =>
  Temporal.Instant.fromEpochMilliseconds(instant ?? 0).toZonedDateTimeISO(berlin)
const anyInstant = fc.integer({ min: at('2020-01-01T00:00'), max: at('2035-01-01T00:00') })
const anyChance = fc.double({ min: 0, max: 0.999999, noNaN: true })

describe('a schedule', () => {
  test('runs in the hour that it names, at a random minute, in the zone of the site', () => {
    fc.assert(
      fc.property(anyInstant, anyChance, (now, chance) => {
        const run = nextRun('30 7 1 * *', berlin, now, () => chance)
        assert.ok(run !== null && run > now)
        assert.deepEqual([local(run).day, local(run).hour], [1, 7])
      }),
    )
    const minutes = [0, 0.5, 0.99].map((chance) => local(nextRun('0 7 1 * *', berlin, 0, () => chance)).minute)
    assert.deepEqual(minutes, [0, 30, 59])
  })

  test('runs in the rest of an hour that has begun, and then not again in it', () => {
    const now = at('2026-05-01T07:20')
    const run = nextRun('* 7 * * *', berlin, now, () => 0.5)
    assert.equal(local(run).toPlainTime().toString().slice(0, 5), '07:40')
    const next = nextRunAfter('* 7 * * *', berlin, { ranAt: run ?? 0, now: run ?? 0 }, () => 0)
    assert.equal(local(next).toPlainDateTime().toString(), '2026-05-02T07:00:00')
  })

  test('after a run that was missed goes on from now', () => {
    const next = nextRunAfter(
      '0 7 * * *',
      berlin,
      { ranAt: at('2026-05-01T07:20'), now: at('2026-05-09T12:00') },
      () => 0,
    )
    assert.equal(local(next).toPlainDateTime().toString(), '2026-05-10T07:00:00')
  })

  test('comes once on a day that has its hour twice, and on one that leaves it out', () => {
    const runsFrom = (day: string, count: number) => {
      const runs: number[] = []
      for (let run = nextRun('0 2 * * *', berlin, at(day), () => 0.5); runs.length < count && run !== null; ) {
        runs.push(run)
        run = nextRunAfter('0 2 * * *', berlin, { ranAt: run, now: run }, () => 0.5)
      }
      return runs.map((run) => local(run).toPlainDate().toString())
    }
    assert.deepEqual(runsFrom('2026-10-24T00:00', 3), ['2026-10-24', '2026-10-25', '2026-10-26'])
    assert.deepEqual(runsFrom('2026-03-28T00:00', 3), ['2026-03-28', '2026-03-29', '2026-03-30'])
  })

  test('is five fields of cron that come at some time', () => {
    assert.equal(scheduleError('0 7 1 * *'), undefined)
    assert.equal(scheduleError('15 6-8 * * MON'), undefined)
    for (const wrong of ['', 'monthly', '0 0 7 1 * *', '61 7 1 * *', '2026-01-01T00:00:00', '0 0 31 2 *'])
      assert.match(scheduleError(wrong) ?? '', /0 7 1 \* \* is the first of every month/, wrong)
  })

  test('a daily rehearsal comes at some moment of the next day', () => {
    fc.assert(
      fc.property(anyInstant, anyChance, (now, chance) => {
        const next = local(nextDaily(berlin, now, () => chance))
        assert.equal(next.toPlainDate().toString(), local(now).toPlainDate().add({ days: 1 }).toString())
      }),
    )
  })
})
