import type { Clock } from '../clock.ts'
import type { Database, InTransaction } from '../database/engine.ts'
import type { ReadingsTable } from '../database/schema.ts'
import { createGroup } from './group.ts'
import { createIds } from './reading-ids.ts'
import { readingOf, rowOf, touch } from './readings-store.ts'
import type { LedgerChange, Outcome, RecordRequest } from './recording.ts'
import { settle } from './settle.ts'

export interface Recorder {
  /** Resolves when every draft is durable, or known to be refused. @throws StorageFullError */
  record(request: RecordRequest): Promise<readonly Outcome[]>
  /** Whether readings can be recorded. After a failed commit it tries a write, since no other may come to show it. */
  canRecord(): Promise<boolean>
}

interface RecorderDependencies {
  database: Database
  clock: Clock
  /** Called after a commit with what is new in the ledger. */
  onRecorded(changes: readonly LedgerChange[]): void
}

interface Entry {
  request: RecordRequest
  rows: readonly ReadingsTable[]
}

/**
 * The only way into the ledger. Requests that arrive while one commit is under way share the next (group commit); those
 * that may have to be undone, or that change what is there, get a commit of their own.
 */
export function createRecorder({ database, clock, onRecorded }: RecorderDependencies): Recorder {
  const nextId = createIds(clock)
  const nextSequence = createSequence(clock)
  let isFailing = false
  const prepare = (request: RecordRequest): Entry => {
    const change = { at: clock(), by: request.by, origin: request.origin }
    const rows = request.drafts.map((draft) => rowOf(draft, draft.id ?? nextId(), nextSequence(), change))
    return { request, rows }
  }
  const commit = async (
    work: (transaction: InTransaction) => Promise<readonly Outcome[]>,
  ): Promise<readonly Outcome[]> => {
    try {
      const outcomes = await database.transaction(work)
      isFailing = false
      announce(outcomes)
      return outcomes
    } catch (error) {
      if (error instanceof UndoneError) return error.outcomes
      isFailing = true
      throw error
    }
  }
  const announce = (outcomes: readonly Outcome[]): void => {
    const stored = outcomes.filter(({ kind }) => kind === 'recorded' || kind === 'replaced')
    if (stored.length > 0)
      onRecorded(stored.map(({ kind, reading }) => ({ kind: kind === 'recorded' ? 'reading' : 'correction', reading })))
  }
  const commitTogether = createGroup(async (entries: readonly Entry[]) => {
    const rows = entries.flatMap((entry) => entry.rows)
    const outcomes = await commit((transaction) => insert(database, transaction, rows))
    let taken = 0
    return entries.map((entry) => {
      const first = taken
      taken += entry.rows.length
      return outcomes.slice(first, taken)
    })
  })
  const commitAlone = ({ request, rows }: Entry): Promise<readonly Outcome[]> =>
    commit(async (transaction) => {
      const settled = await insert(database, transaction, rows, request.onConflict)
      if (request.stores === 'all' && settled.some(({ kind }) => kind === 'conflict')) throw new UndoneError(settled)
      return settled
    })
  return {
    record: (request) => {
      const entry = prepare(request)
      const isPlain = request.onConflict === 'reject' && request.stores === 'each'
      return isPlain ? commitTogether(entry) : commitAlone(entry)
    },
    canRecord: async () => {
      if (isFailing) isFailing = !(await canWrite(database))
      return !isFailing
    },
  }
}

async function canWrite(database: Database): Promise<boolean> {
  return await database.transaction(touch).then(
    () => true,
    () => false,
  )
}

async function insert(
  database: Database,
  transaction: InTransaction,
  rows: readonly ReadingsTable[],
  onConflict: RecordRequest['onConflict'] = 'reject',
): Promise<readonly Outcome[]> {
  const inserted = await database.insertNew(transaction, 'readings', rows)
  if (inserted === rows.length) return rows.map((row) => ({ kind: 'recorded', reading: readingOf(row) }))
  return await settle(transaction, rows, onConflict)
}

// Carries the outcomes out of a transaction that it undoes.
class UndoneError extends Error {
  readonly outcomes: readonly Outcome[]

  constructor(outcomes: readonly Outcome[]) {
    super('one of the readings conflicts')
    this.outcomes = outcomes.map((outcome) => (outcome.kind === 'conflict' ? outcome : { ...outcome, kind: 'undone' }))
  }
}

// The order of recording, strictly growing in this process even where many fall into one millisecond.
function createSequence(clock: Clock): () => number {
  let last = 0
  return () => {
    last = Math.max(last + 1, clock() * 1000)
    return last
  }
}
