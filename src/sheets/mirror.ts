import type { Log } from '../log.ts'
import { createKnowledge, forgetRows, type MirrorContext } from './mirror-context.ts'
import type { Quota, Sleep } from './quota.ts'
import { openTab } from './sheet-tab.ts'
import { SheetsFailure, SheetUnclearError } from './sheets-failure.ts'
import { writePending } from './write-batch.ts'

export interface SheetStatus {
  state: 'off' | 'ok' | 'failing' | 'stopped'
  /** What is wrong and what to do, for people. */
  detail: string
  problems: { row: number; message: string }[]
}

/** Shows one site in its tab. */
export interface Mirror {
  /** Something may wait; the mirror would find it without a hint, but later. */
  hint(): void
  status(): SheetStatus
  stop(): Promise<void>
}

interface MirrorOptions extends MirrorContext {
  log: Log
  quota: Quota
  pollSeconds: number
  /** How long a request under way may go on when the mirror stops. */
  stopGraceMilliseconds: number
  /** Whether this process is the one that writes. */
  isWriter: () => boolean
}

interface Rest {
  milliseconds: number
  isEndedByHint: boolean
}

const lingerMilliseconds = 40
// Other processes write into the same ledger, and their hints may be lost.
const longestIdleMilliseconds = 2_000
const firstBackOffMilliseconds = 1_000
const longestBackOffMilliseconds = 60_000

export function createMirror(options: MirrorOptions): Mirror {
  const stopping = new AbortController()
  const aborting = new AbortController()
  const alarm = createAlarm(stopping.signal, options.sleep)
  let status: SheetStatus = { state: 'ok', detail: 'starting', problems: [] }
  const turn = createTurn(options, aborting.signal, (next) => {
    status = next
  })

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) await alarm.rest(await turn())
  }
  const running = run()

  return {
    hint: alarm.ring,
    status: () => status,
    stop: async () => {
      stopping.abort()
      alarm.ring()
      const patience = setTimeout(() => aborting.abort(), options.stopGraceMilliseconds)
      await running
      clearTimeout(patience)
    },
  }
}

/** One turn of the loop: look, write one batch, and say how long to rest. It never throws. */
function createTurn(
  options: MirrorOptions,
  signal: AbortSignal,
  report: (status: SheetStatus) => void,
): () => Promise<Rest> {
  const { clock, quota, isWriter, pollSeconds } = options
  const idle: Rest = { milliseconds: Math.min(pollSeconds * 1000, longestIdleMilliseconds), isEndedByHint: true }
  let knowledge = createKnowledge()
  let failures = 0
  let checkedAt = Number.NEGATIVE_INFINITY

  const look = async (): Promise<Rest> => {
    const outcome = await writePending(options, knowledge, signal)
    failures = 0
    if (outcome === 'idle' && clock() - checkedAt >= pollSeconds * 1000 && quota.usage('read') < 0.5) {
      checkedAt = clock()
      knowledge.tab = await openTab(options, signal)
    }
    report({ state: 'ok', detail: 'the sheet shows every reading', problems: [] })
    return outcome === 'idle' ? idle : { milliseconds: quota.pace(), isEndedByHint: false }
  }

  return async () => {
    if (!isWriter()) {
      knowledge = createKnowledge()
      report({ state: 'ok', detail: 'another process of this service writes the sheet', problems: [] })
      return { milliseconds: lingerMilliseconds * 5, isEndedByHint: false }
    }
    try {
      return await look()
    } catch (error) {
      if (signal.aborted) return idle
      forgetRows(knowledge)
      report(describe(error, options))
      return { milliseconds: backOff(error, failures++, pollSeconds), isEndedByHint: false }
    }
  }
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
function backOff(error: unknown, failures: number, pollSeconds: number): number {
  if (needsPerson(error)) return pollSeconds * 1000
  const longest = Math.min(longestBackOffMilliseconds, firstBackOffMilliseconds * 2 ** failures)
  const asked = error instanceof SheetsFailure ? (error.retryAfterSeconds ?? 0) * 1000 : 0
  return Math.max(asked, longest * (0.5 + Math.random() / 2))
}

interface Alarm {
  ring(): void
  rest(rest: Rest): Promise<void>
}

/** Sleeps that a hint ends early; a hint that came too soon is kept for the next one. */
function createAlarm(stopped: AbortSignal, sleep: Sleep): Alarm {
  let isRung = false
  let wake = new AbortController()
  return {
    ring: () => {
      isRung = true
      wake.abort()
    },
    rest: async ({ milliseconds, isEndedByHint }) => {
      if (isEndedByHint && !isRung) await quietly(sleep(milliseconds, AbortSignal.any([wake.signal, stopped])))
      if (!isEndedByHint) await quietly(sleep(milliseconds, stopped))
      // What is recorded together comes in together.
      if (isRung) await quietly(sleep(lingerMilliseconds, stopped))
      isRung = false
      wake = new AbortController()
    },
  }
}

async function quietly(sleeping: Promise<void>): Promise<void> {
  try {
    await sleeping
  } catch {
    // Woken early.
  }
}
