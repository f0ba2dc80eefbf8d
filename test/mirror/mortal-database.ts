import type { KyselyPlugin } from 'kysely'
import type { Connection, Database, InTransaction } from '../../src/database/engine.ts'

/** The ledger as one life of a service sees it. */
export interface MortalDatabase {
  database: Database
  /** From now on nothing is carried out, and no answer is heard. */
  die(): void
  /** Calls `onDeath` at the given statement from now on: before it is carried out, or after it without its answer. */
  dieAt(statement: number, moment: 'before' | 'after', onDeath: () => void): void
}

/** Passes everything on to the database that outlives it. `onActivity` is called at every statement and its answer. */
export function createMortalDatabase(lasting: Database, onActivity: () => void): MortalDatabase {
  let isDead = false
  let fate: { statement: number; moment: 'before' | 'after'; onDeath: () => void } | undefined
  const live = (): void => {
    onActivity()
    if (isDead) throw new Error('this life is over')
  }
  const meetFate = (moment: 'before' | 'after'): void => {
    if (!fate || fate.statement > 0 || fate.moment !== moment) return
    const { onDeath } = fate
    fate = undefined
    onDeath()
  }
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      if (fate) fate.statement--
      meetFate('before')
      live()
      return node
    },
    transformResult: async ({ result }) => {
      meetFate('after')
      live()
      return result
    },
  }
  /** What takes a transaction of the database knows it by itself only. */
  const lastingOf = new WeakMap<InTransaction, InTransaction>()
  const original = (transaction: InTransaction): InTransaction => lastingOf.get(transaction) ?? transaction
  const database: Database = {
    ...lasting,
    sql: lasting.sql.withPlugin(plugin) as Connection,
    transaction: async (work) => {
      live()
      const done = await lasting.transaction((transaction) => {
        live()
        const mortal = transaction.withPlugin(plugin) as InTransaction
        lastingOf.set(mortal, transaction)
        return work(mortal)
      })
      // The commit is a statement too.
      if (fate) fate.statement--
      meetFate('after')
      live()
      return done
    },
    insertNew: async (transaction, table, rows) => {
      live()
      return lasting.insertNew(original(transaction), table, rows)
    },
    lockSites: async (transaction, sites) => {
      live()
      return lasting.lockSites(original(transaction), sites)
    },
  }
  return {
    database,
    die: () => {
      isDead = true
    },
    dieAt: (statement, moment, onDeath) => {
      fate = { statement, moment, onDeath }
    },
  }
}
