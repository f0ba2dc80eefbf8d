import type { KyselyPlugin } from 'kysely'
import type { InTransaction } from '../../src/database/engine.ts'

interface Counted {
  transaction: InTransaction
  /** What was asked through it so far, and how many rows that brought. */
  counts: { statements: number; rows: number }
}

/** The same transaction, of which the statements and the rows of their answers are counted. */
export function counted(transaction: InTransaction): Counted {
  const counts = { statements: 0, rows: 0 }
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      counts.statements++
      counts.rows += result.rows.length
      return result
    },
  }
  return { transaction: transaction.withPlugin(plugin), counts }
}
