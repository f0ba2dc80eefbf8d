import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { JobStatus } from '../operations/jobs.ts'
import { createLastingFailures } from './lasting-failures.ts'

const minute = 60_000
const now = Date.UTC(2026, 5, 1)

function job(name: string, outcome: JobStatus['outcome'], lastRunAt = now, everyMinutes = 1): JobStatus {
  const nextRunAt = lastRunAt + everyMinutes * minute
  return { name, description: '', lastRunAt, outcome, detail: 'Google does not answer', nextRunAt }
}

describe('a job that fails', () => {
  test('is told of when it has failed at every look for five minutes', () => {
    const failures = createLastingFailures()
    const told = [0, 2, 4, 5, 6].map((minutes) => {
      const at = now + minutes * minute
      return failures([job('sheet home', 'failed', at)], at).length
    })
    assert.deepEqual(told, [0, 0, 0, 1, 1])
  })

  test('is told of at once where it is not tried again soon', () => {
    assert.equal(createLastingFailures()([job('backup', 'failed', now, 24 * 60)], now).length, 1)
  })

  test('is not told of where it has worked in between', () => {
    const failures = createLastingFailures()
    const outcomes = ['failed', 'failed', 'ok', 'failed', 'failed'] as const
    for (const [index, outcome] of outcomes.entries()) {
      const at = now + index * 2 * minute
      assert.deepEqual(failures([job('sheet home', outcome, at)], at), [])
    }
  })

  test('is told of after a restart as before it, with its reason, and alone', () => {
    const jobs = [job('backup', 'failed', now - 6 * minute), job('alerts', 'failed', 0), job('sheet home', 'ok', 0)]
    assert.deepEqual(createLastingFailures()(jobs, now), [{ name: 'backup', detail: 'Google does not answer' }])
  })
})
