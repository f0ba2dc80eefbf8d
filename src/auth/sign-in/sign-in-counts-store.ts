import { sql } from 'kysely'
import type { SignInCountsTable } from '../../database/account-tables.ts'
import type { Connection } from '../../database/engine.ts'

/** What is counted: failures for an account from one network, from a network, for an account; and where it is at home. */
export type CountKind = SignInCountsTable['kind']

export interface CountKey {
  kind: CountKind
  /** A hash: what was typed as a name may be a password. */
  key: string
}

export interface SignInCount extends CountKey {
  count: number
  /** Of the last one, milliseconds, UTC. */
  at: number
}

export interface SignInCountsStore {
  find(keys: readonly CountKey[]): Promise<SignInCount[]>
  /** Counts each of them once more; what was last counted longer ago than that begins anew. */
  add(keys: readonly CountKey[], now: number, forgottenAfterMilliseconds: number): Promise<void>
  remove(keys: readonly CountKey[]): Promise<void>
  forget(kinds: readonly CountKind[], before: number): Promise<number>
}

export function createSignInCountsStore(connection: Connection): SignInCountsStore {
  return {
    find: async (keys) =>
      await connection
        .selectFrom('sign_in_counts')
        .selectAll()
        .where(({ or, and }) => or(keys.map((key) => and({ ...key }))))
        .execute(),
    add: async (keys, now, forgottenAfterMilliseconds) => {
      // In one order for all, so that no two wait for each other.
      const inOrder = keys.toSorted((one, other) => (one.key < other.key ? -1 : 1))
      await connection
        .insertInto('sign_in_counts')
        .values(inOrder.map((key) => ({ ...key, count: 1, at: now })))
        .onConflict((conflict) =>
          conflict.columns(['kind', 'key']).doUpdateSet({
            at: now,
            count: sql<number>`case when abs(sign_in_counts.at - ${sql.lit(now)}) < ${sql.lit(forgottenAfterMilliseconds)}
              then sign_in_counts.count + 1 else 1 end`,
          }),
        )
        .execute()
    },
    remove: async (keys) => {
      await connection
        .deleteFrom('sign_in_counts')
        .where(({ or, and }) => or(keys.map(({ kind, key }) => and({ kind, key }))))
        .execute()
    },
    forget: async (kinds, before) => {
      const gone = await connection
        .deleteFrom('sign_in_counts')
        .where('kind', 'in', kinds)
        .where('at', '<', before)
        .executeTakeFirstOrThrow()
      return Number(gone.numDeletedRows)
    },
  }
}
