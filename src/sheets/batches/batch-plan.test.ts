import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toCells } from '../cells/sheet-rows.ts'
import { noRowWork, planBatch, type RowUpdate, type RowWork, toRequests } from './batch-plan.ts'
import type { PendingReading } from './pending-store.ts'

const columns = { timestamp: 0, inverter: 1, meter: 2, source: 3, note: 4, id: 5 }
const mostBytes = 2_000_000

function waiting(count: number, change: Partial<PendingReading> = {}): PendingReading[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `reading-${index}`,
    timestamp: Date.UTC(2024, 0, 1) + index * 1000,
    inverter: 1_000_000 + index,
    meter: 1e12,
    source: 'powerwall',
    note: null,
    revision: 2,
    isWithdrawn: false,
    isInSheet: false,
    ...change,
  }))
}

async function requestsOf(pending: readonly PendingReading[], work: Partial<RowWork> = {}) {
  const plan = planBatch(pending, { ...noRowWork, ...work })
  const requests = await toRequests(plan, 7, columns, 'Europe/Berlin')
  return { plan, requests, bytes: Buffer.byteLength(JSON.stringify(requests)) }
}

function updatesOf(readings: readonly PendingReading[]): RowUpdate[] {
  return readings.map((reading, index) => {
    const { id: _, ...cells } = toCells(reading, 'Europe/Berlin')
    return { id: reading.id, revision: reading.revision, row: index + 2, cells }
  })
}

test('a batch takes as many rows as 2 MB hold, and the rest waits', async () => {
  const { plan, bytes } = await requestsOf(waiting(6_000))
  assert.ok(bytes < mostBytes && bytes > mostBytes * 0.9, `${bytes} bytes`)
  assert.ok(plan.appends.length > 3_000 && plan.appends.length < 6_000)
  assert.equal(plan.appends[0]?.id, 'reading-0')
})

test('long notes in letters of several bytes make a batch of fewer rows, not of more bytes', async () => {
  const note = '😀'.repeat(1000)
  const appended = await requestsOf(waiting(1_000, { note }))
  assert.ok(appended.bytes < mostBytes && appended.bytes > mostBytes * 0.9, `${appended.bytes} bytes`)
  const updated = await requestsOf([], { updates: updatesOf(waiting(1_000, { note })) })
  assert.ok(updated.bytes < mostBytes && updated.bytes > mostBytes * 0.9, `${updated.bytes} bytes`)
  assert.equal(updated.plan.updates.length, updated.requests.length)
})

test('what is changed, deleted and appended shares the room of one batch', async () => {
  const updates = updatesOf(waiting(1_200, { note: 'x'.repeat(900) }))
  const deletes = Array.from({ length: 300 }, (_, index) => ({ id: `gone-${index}`, revision: 2, row: index + 2_000 }))
  const { plan, requests, bytes } = await requestsOf(waiting(6_000), { updates, deletes })
  assert.ok(bytes < mostBytes && bytes > mostBytes * 0.9, `${bytes} bytes`)
  assert.equal(plan.deletes.length, 300)
  assert.equal(plan.updates.length, 1_200)
  assert.equal(requests.length, 300 + 1_200 + 1)
  assert.ok(plan.appends.length > 500)
})
