import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { UpdateRequest } from '../cells/sheet-layout.ts'
import { SheetsFailure } from '../google/sheets-failure.ts'
import type { BatchPlan } from './batch-plan.ts'
import { noteShield, type Shields } from './shields.ts'

const requests: UpdateRequest[] = [
  { createDeveloperMetadata: {} },
  { updateCells: { start: { rowIndex: 1 } } },
  { updateCells: { start: { rowIndex: 2 } } },
  { appendCells: {} },
]
const plan: BatchPlan = {
  settled: [],
  updates: [2, 3].map((row) => ({ id: `of row ${row}`, revision: 1, row, cells: {} })),
  deletes: [],
  putBack: [],
  appends: [],
  rewritten: new Map(),
}

function shieldedBy(where: string): string[] | undefined {
  const shields: Shields = new Map()
  const reason = `${where}You are trying to edit a protected cell or object.`
  const failure = new SheetsFailure('refused', 'refused', { status: 400, reason })
  return noteShield(shields, plan, { failure, requests, now: 0 }) ? [...shields.keys()] : undefined
}

test('a protected row is known by the request that Google names', () => {
  assert.deepEqual(shieldedBy('Invalid requests[2].updateCells: '), ['of row 3'])
})

test('all changes are left out where Google names none of them, so that the rest is written', () => {
  for (const where of ['', 'Invalid requests[0].updateCells: '])
    assert.deepEqual(shieldedBy(where), ['of row 2', 'of row 3'])
})

test('nothing is left out where it is the end of the tab that is protected', () => {
  assert.equal(shieldedBy('Invalid requests[3].appendCells: '), undefined)
})
