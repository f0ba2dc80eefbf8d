import type { InTransaction } from '../../database/engine.ts'
import type { Attempt, Submission } from '../submissions/submission-record.ts'

/** Writes down a request that begins, or one that nothing was written down of yet. */
export async function addAttempt(
  transaction: InTransaction,
  { site, id }: Submission,
  attempt: Attempt,
): Promise<void> {
  const { last } = await transaction
    .selectFrom('submission_attempts')
    .select((select) => select.fn.max('number').as('last'))
    .where('site', '=', site)
    .where('submission_id', '=', id)
    .executeTakeFirstOrThrow()
  const { startedAt, endedAt, outcome, code, detail, evidence } = attempt
  const times = { started_at: startedAt, ended_at: endedAt }
  await transaction
    .insertInto('submission_attempts')
    .values({
      site,
      submission_id: id,
      number: Number(last ?? 0) + 1,
      ...times,
      outcome,
      code,
      detail,
      evidence: JSON.stringify(evidence),
    })
    .execute()
}

/** Ends the attempt that is open; false where there is none. */
export async function closeAttempt(
  transaction: InTransaction,
  { site, id }: Submission,
  attempt: Attempt,
): Promise<boolean> {
  const { endedAt, outcome, code, detail, evidence } = attempt
  const { numUpdatedRows } = await transaction
    .updateTable('submission_attempts')
    .set({ ended_at: endedAt, outcome, code, detail, evidence: JSON.stringify(evidence) })
    .where('site', '=', site)
    .where('submission_id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}
