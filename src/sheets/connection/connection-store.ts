import type { Database } from '../../database/engine.ts'

/** A connection to Google as it rests: all of it may be shown but the sealed key. */
export interface StoredConnection {
  /** Another one at every change. */
  sealedKey: string
  /** The service account's address. */
  account: string
  spreadsheetId: string
  tab: string
}

export interface ConnectionStore {
  find(): Promise<StoredConnection | undefined>
  put(connection: StoredConnection): Promise<void>
  /** @returns whether there was one */
  remove(): Promise<boolean>
}

const name = 'google'

export function createConnectionStore({ sql }: Pick<Database, 'sql'>): ConnectionStore {
  return {
    find: async () => {
      const row = await sql.selectFrom('sheet_connection').selectAll().where('name', '=', name).executeTakeFirst()
      return row && { sealedKey: row.sealed_key, account: row.account, spreadsheetId: row.spreadsheet_id, tab: row.tab }
    },
    put: async ({ sealedKey, account, spreadsheetId, tab }) => {
      const values = { sealed_key: sealedKey, account, spreadsheet_id: spreadsheetId, tab }
      await sql
        .insertInto('sheet_connection')
        .values({ name, ...values })
        .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
        .execute()
    },
    remove: async () => {
      const { numDeletedRows } = await sql
        .deleteFrom('sheet_connection')
        .where('name', '=', name)
        .executeTakeFirstOrThrow()
      return numDeletedRows > 0n
    },
  }
}
