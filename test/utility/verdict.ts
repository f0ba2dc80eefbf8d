import assert from 'node:assert/strict'
import type { Submission } from '../../src/utility/submissions/submission-record.ts'
import type { FakeUtility } from '../fakes/utility/fake-types.ts'
import { lookupAt, oauthAt } from '../fakes/utility/workbench.ts'

/** Connectors that can do different things about a lost answer. */
export const connectors: Readonly<Record<string, (fake: FakeUtility) => Record<string, unknown>>> = {
  neither: () => ({}),
  looks: (fake) => ({ lookup: lookupAt(fake) }),
  repeats: () => ({ idempotencyHeader: 'Idempotency-Key' }),
  both: (fake) => ({ ...oauthAt(fake), lookup: lookupAt(fake), idempotencyHeader: 'Idempotency-Key' }),
}

const ends = ['confirmed', 'rejected', 'failed', 'needs-attention']

/** Whether what the submission says agrees with how often the utility has the reading. */
export function judge(fake: FakeUtility, submission: Submission, taken: number): void {
  const { connector, state, code, detail, receipt, value } = submission
  const said = `${connector}: ${state} ${code ?? ''} ${detail ?? ''}`
  assert.ok(taken <= 1, `stored ${taken} times; ${said}`)
  if (state === 'confirmed') assert.equal(taken, 1, `confirmed and not there; ${said}`)
  if (state === 'failed' || state === 'rejected') assert.equal(taken, 0, `there, and given up; ${said}`)
  assert.ok(ends.includes(state), `left behind; ${said}`)
  if (receipt === null) return
  const isOurs = fake.taken.some(({ id, reading }) => id === receipt && reading * 1000 === value)
  assert.ok(isOurs, `the receipt is another's; ${said}`)
}
