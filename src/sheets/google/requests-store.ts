import type { Database } from '../../database/engine.ts'
import type { RequestMemory } from './request-window.ts'

// No request was ever made then.
const noTime = -1

/** The requests of the last minute, one row for each place in the ring. */
export function createRequestMemory({ sql }: Pick<Database, 'sql'>, account: () => Promise<string>): RequestMemory {
  return {
    load: async (kind) => {
      const rows = await sql
        .selectFrom('sheet_requests')
        .select(['slot', 'at'])
        .where('account', '=', await account())
        .where('kind', '=', kind)
        .execute()
      const slots: number[] = []
      for (const { slot, at } of rows) slots[slot] = at
      return slots
    },
    keep: async (kind, slot, { known, at }) => {
      const place = { account: await account(), kind, slot }
      const { numInsertedOrUpdatedRows } = await sql
        .insertInto('sheet_requests')
        .values({ ...place, at })
        .onConflict((conflict) =>
          conflict
            .columns(['account', 'kind', 'slot'])
            .doUpdateSet({ at })
            .where('sheet_requests.at', '=', known ?? noTime),
        )
        .executeTakeFirstOrThrow()
      return numInsertedOrUpdatedRows === 1n
    },
  }
}
