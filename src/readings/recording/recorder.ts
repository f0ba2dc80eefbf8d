import type { Clock } from '../../clock.ts'
import type { Database, InTransaction } from '../../database/engine.ts'
import type { ReadingsTable } from '../../database/reading-tables.ts'
import { createIds } from '../../ids.ts'
import { writeDoubts } from '../doubts/doubt.ts'
import { judgeAgain, type LimitsDirectory, limitsOfSites, review } from '../doubts/doubts.ts'
import { judge, type LimitsOfSite } from '../doubts/judgement.ts'
import type { Reading } from '../reading.ts'
import { readingOf, rowOf, touch } from '../readings-store.ts'
import { createGroup } from './group.ts'
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
  /** What can be true at each site. */
  sites: LimitsDirectory
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
export function createRecorder({ database, clock, sites, onRecorded }: RecorderDependencies): Recorder {
  const nextId = createIds(clock)
  const nextSequence = createSequence(clock)
  let isFailing = false
  const prepare = (request: RecordRequest): Entry => {
    const change = { at: clock(), by: request.by, origin: request.origin }
    const rows = request.drafts.map((draft) => rowOf(draft, draft.id ?? nextId(), nextSequence(), change))
    return { request, rows }
  }
  const commit = async (
    rows: readonly ReadingsTable[],
    work: (ledger: Ledger) => Promise<readonly Outcome[]>,
  ): Promise<readonly Outcome[]> => {
    const names = new Set(rows.map(({ site }) => site))
    try {
      const limits = await limitsOfSites(sites, names)
      const outcomes = await database.transaction(async (transaction) => {
        await database.lockSites(transaction, [...names])
        return work({ database, transaction, limits })
      })
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
    const outcomes = await commit(rows, (ledger) => insert(ledger, rows))
    let taken = 0
    return entries.map((entry) => {
      const first = taken
      taken += entry.rows.length
      return outcomes.slice(first, taken)
    })
  })
  const commitAlone = ({ request, rows }: Entry): Promise<readonly Outcome[]> =>
    commit(rows, async (ledger) => {
      const settled = await insert(ledger, rows, request.onConflict)
      if (request.stores === 'none') throw new UndoneError(settled)
      if (request.stores === 'all' && settled.some(({ kind }) => kind === 'conflict'))
        throw new UndoneError(settled.map((outcome) => (outcome.kind === 'conflict' ? outcome : undone(outcome))))
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

/** The ledger within one transaction. */
interface Ledger {
  database: Database
  transaction: InTransaction
  limits: LimitsOfSite
}

async function insert(
  { database, transaction, limits }: Ledger,
  rows: readonly ReadingsTable[],
  onConflict: RecordRequest['onConflict'] = 'reject',
): Promise<readonly Outcome[]> {
  const { doubts, touched } = await judge(transaction, rows, limits)
  for (const row of rows) row.doubts = writeDoubts(doubts.get(row) ?? [])
  const inserted = await database.insertNew(transaction, 'readings', rows)
  if (inserted < rows.length) return await judged(transaction, await settle(transaction, rows, onConflict), limits)
  await review(transaction, touched, limits, rows)
  return rows.map((row) => ({ kind: 'recorded', reading: readingOf(row) }))
}

// What was left out has been taken for a neighbour of what was recorded.
async function judged(
  transaction: InTransaction,
  outcomes: readonly Outcome[],
  limits: LimitsOfSite,
): Promise<readonly Outcome[]> {
  const recorded = outcomes.filter(({ kind }) => kind === 'recorded' || kind === 'replaced')
  const keyOf = ({ site, id }: Reading): string => `${site} ${id}`
  const latest = new Map(recorded.map(({ reading }) => [keyOf(reading), reading]))
  const readings = await judgeAgain(transaction, [...latest.values()], limits)
  for (const reading of readings) latest.set(keyOf(reading), reading)
  return outcomes.map((outcome) => ({ ...outcome, reading: latest.get(keyOf(outcome.reading)) ?? outcome.reading }))
}

function undone(outcome: Outcome): Outcome {
  return { ...outcome, kind: 'undone' }
}

// Carries the outcomes out of a transaction that it undoes.
class UndoneError extends Error {
  readonly outcomes: readonly Outcome[]

  constructor(outcomes: readonly Outcome[]) {
    super('the readings are not recorded')
    this.outcomes = outcomes
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
