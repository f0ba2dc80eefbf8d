import type { Log } from '../log.ts'
import { createAlarm, lingerMilliseconds, type Rest } from './alarm.ts'
import { takeTurn } from './batches/write-batch.ts'
import type { Quota } from './google/quota.ts'
import { SheetsFailure, SheetUnclearError } from './google/sheets-failure.ts'
import { createKnowledge, forgetTab, type Knowledge, type MirrorContext } from './mirror-context.ts'
import type { SheetStatus } from './sheet-status.ts'
import type { WordsStore } from './words-store.ts'

/** Shows one site in its tab. */
export interface Mirror {
  /** Something may wait; the mirror would find it without a hint, but later. */
  hint(): void
  /** People may have changed something in the sheet: it is looked at as soon as the quota allows. */
  look(): void
  /** Another process has left a person's word for it: it rests no longer. */
  wake(): void
  /** A person's word that a stopped mirror may go on. @returns whether it was stopped */
  resume(): Promise<boolean>
  status(): SheetStatus
  /** When it last looked at the sheet or tried to, and when it will again. */
  looks(): { lastAt: number | null; nextAt: number }
  stop(): Promise<void>
}

interface MirrorOptions extends MirrorContext {
  log: Log
  quota: Quota
  pollSeconds: number
  /** How long a request under way may go on when the mirror stops. */
  stopGraceMilliseconds: number
  /** How long it rests at most where nothing waits: other processes write into the same ledger, and hints get lost. */
  longestIdle: () => number
  /** By which the other processes ask, and hear how it is. */
  words: Pick<WordsStore, 'take' | 'tell'>
  /** Whether this process is the one that writes. */
  isWriter: () => boolean
  /** The mirror has stopped until a person acts, and goes on again; for alerts. */
  onStopped?: (stopped: { site: string; reason: string }) => void
  onRunning?: (running: { site: string }) => void
}

/** After that, what was seen once is looked at again: is a row really gone, has somebody done typing? */
const confirmMilliseconds = 2_000
/** What was changed is looked at soon. */
const verifyMilliseconds = 150
const comfortableUsage = 0.5
const firstBackOffMilliseconds = 1_000
const longestBackOffMilliseconds = 60_000

export function createMirror(options: MirrorOptions): Mirror {
  const stopping = new AbortController()
  const aborting = new AbortController()
  const alarm = createAlarm(stopping.signal, options.sleep)
  let status: SheetStatus = { state: 'ok', detail: 'starting', problems: [] }
  const tellOthers = createTelling(options)
  const turn = createTurn(options, aborting.signal, (next) => {
    tellChange(options, status.state, next)
    status = next
  })

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const rest = await turn.take()
      await tellOthers(status)
      await alarm.rest(rest)
    }
  }
  const running = run()

  return {
    hint: alarm.ring,
    wake: alarm.wake,
    look: () => {
      turn.look()
      // What a person had to put right may be right now; where Google fails, it is left in peace.
      if (status.state === 'stopped') alarm.wake()
      else alarm.ring()
    },
    resume: async () => {
      if (status.state !== 'stopped') return false
      turn.resume()
      alarm.wake()
      return true
    },
    status: () => status,
    looks: turn.looks,
    stop: async () => {
      stopping.abort()
      alarm.ring()
      const patience = setTimeout(() => aborting.abort(), options.stopGraceMilliseconds)
      await running
      clearTimeout(patience)
      await options.comparer.forget()
    },
  }
}

function tellChange({ site, onStopped, onRunning }: MirrorOptions, before: SheetStatus['state'], next: SheetStatus) {
  if (next.state === 'stopped' && before !== 'stopped') onStopped?.({ site, reason: next.detail })
  if (next.state === 'ok' && before === 'stopped') onRunning?.({ site })
}

/** Tells the other processes how it is, when that has changed. */
function createTelling({ site, words, isWriter, log }: MirrorOptions): (status: SheetStatus) => Promise<void> {
  let told = ''
  return async (status) => {
    const text = JSON.stringify(status)
    if (text === told || !isWriter()) return
    try {
      await words.tell(site, status)
      told = text
    } catch (error) {
      log.warn({ site, err: error }, 'the other processes do not hear how the sheet is')
    }
  }
}

interface Turn {
  /** Looks, writes one batch, and says how long to rest. It never throws. */
  take(): Promise<Rest>
  /** The next turn looks at the sheet, due or not. */
  look(): void
  /** What is gone from the sheet was meant to go. */
  resume(): void
  looks(): { lastAt: number | null; nextAt: number }
}

function createTurn(options: MirrorOptions, signal: AbortSignal, report: (status: SheetStatus) => void): Turn {
  const { site, clock, comparer, quota, words, isWriter, longestIdle, pollSeconds } = options
  const pollEvery = (): number => quota.pollEvery(pollSeconds * 1000)
  let knowledge = createKnowledge()
  let isLookWanted = false
  let failed: { times: number; at: number; restMilliseconds: number } | undefined

  const untilLook = (): number => {
    // One that lies ahead was before the clock was set back.
    if (isLookWanted || knowledge.lookedAt === undefined || knowledge.lookedAt > clock()) return 0
    const isSoon = knowledge.isUnconfirmed && quota.usage('read') < comfortableUsage
    return knowledge.lookedAt + (isSoon ? Math.min(confirmMilliseconds, pollEvery()) : pollEvery()) - clock()
  }
  const work = async (): Promise<Rest> => {
    const asked = await words.take(site)
    if (asked.isLookWanted || asked.isResumed) isLookWanted = true
    if (asked.isResumed) knowledge.isResumed = true
    const isDue = untilLook() <= 0
    isLookWanted = false
    const outcome = await takeTurn(options, knowledge, isDue, signal)
    failed = undefined
    report(describeShown(knowledge))
    if (outcome === 'idle') {
      const milliseconds = Math.max(0, Math.min(untilLook(), longestIdle()))
      return { milliseconds, isEndedByHint: true }
    }
    const isSoon = outcome === 'changed' && quota.usage('write') < comfortableUsage
    return { milliseconds: isSoon ? verifyMilliseconds : quota.pace(), isEndedByHint: false }
  }
  const afterFailure = (error: unknown): Rest => {
    forgetTab(knowledge)
    report(describe(error, options))
    // What waits for a person is no fault of Google, and the fault that comes next is the first.
    const times = needsPerson(error) ? 0 : (failed?.times ?? 0) + 1
    const restMilliseconds = times === 0 ? pollEvery() : backOff(error, times)
    failed = { times, at: clock(), restMilliseconds }
    return { milliseconds: restMilliseconds, isEndedByHint: false }
  }

  return {
    look: () => {
      isLookWanted = true
    },
    resume: () => {
      isLookWanted = true
      knowledge.isResumed = true
    },
    looks: () =>
      failed
        ? { lastAt: failed.at, nextAt: failed.at + failed.restMilliseconds }
        : { lastAt: knowledge.lookedAt ?? null, nextAt: clock() + Math.max(0, untilLook()) },
    take: async () => {
      if (!isWriter()) {
        if (knowledge.lookedAt !== undefined) await comparer.forget()
        knowledge = createKnowledge()
        report({ state: 'ok', detail: 'another process of this service writes the sheet', problems: [] })
        return { milliseconds: lingerMilliseconds * 5, isEndedByHint: false }
      }
      try {
        return await work()
      } catch (error) {
        if (signal.aborted) return { milliseconds: 0, isEndedByHint: true }
        return afterFailure(error)
      }
    },
  }
}

function describeShown({ problems }: Knowledge): SheetStatus {
  const detail = 'the sheet shows every reading'
  if (problems.length === 0) return { state: 'ok', detail, problems }
  const rows = problems.length === 1 ? '1 row' : `${problems.length} rows`
  return { state: 'ok', detail: `${detail}, but ${rows} in it cannot be taken in; see problems`, problems }
}

function describe(error: unknown, { log, site }: MirrorOptions): SheetStatus {
  const isKnown = error instanceof SheetUnclearError || error instanceof SheetsFailure
  if (isKnown) log.warn({ site, reason: error.message }, 'the sheet is not written')
  else log.error({ site, err: error }, 'the mirror failed')
  const detail = isKnown ? error.message : 'The mirror failed; the log says why. It is tried again'
  return { state: needsPerson(error) ? 'stopped' : 'failing', detail, problems: [] }
}

/** What only a person can put right; the mirror goes on by itself as soon as that is done. */
function needsPerson(error: unknown): boolean {
  if (error instanceof SheetUnclearError) return true
  return error instanceof SheetsFailure && error.kind === 'refused' && (error.status === 403 || error.status === 404)
}

/** Doubles with every failure, with jitter, and waits at least as long as Google asks for. */
function backOff(error: unknown, failures: number): number {
  const longest = Math.min(longestBackOffMilliseconds, firstBackOffMilliseconds * 2 ** (failures - 1))
  const asked = error instanceof SheetsFailure ? (error.retryAfterSeconds ?? 0) * 1000 : 0
  return Math.max(asked, longest * (0.5 + Math.random() / 2))
}
