import type { Database } from '../database/engine.ts'

/** A database that tells how long each transaction took, from its begin until it was durable. */
export function timedDatabase(database: Database, onTransaction: (milliseconds: number) => void): Database {
  return {
    ...database,
    transaction: async (work) => {
      const begin = performance.now()
      const result = await database.transaction(work)
      onTransaction(performance.now() - begin)
      return result
    },
  }
}
