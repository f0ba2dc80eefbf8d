import type { Connection } from '../database/engine.ts'

export interface KeptAnswer {
  requestHash: string
  status: number
  sealedAnswer: string
}

export async function findAnswer(connection: Connection, caller: string, key: string): Promise<KeptAnswer | undefined> {
  const row = await connection
    .selectFrom('idempotent_answers')
    .selectAll()
    .where('caller', '=', caller)
    .where('key', '=', key)
    .executeTakeFirst()
  return row && { requestHash: row.request_hash, status: row.status, sealedAnswer: row.sealed_answer }
}

export async function keepAnswer(
  connection: Connection,
  caller: string,
  key: string,
  answer: KeptAnswer,
  now: number,
): Promise<void> {
  await connection
    .insertInto('idempotent_answers')
    .values({
      caller,
      key,
      request_hash: answer.requestHash,
      status: answer.status,
      sealed_answer: answer.sealedAnswer,
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(['caller', 'key']).doNothing())
    .execute()
}
