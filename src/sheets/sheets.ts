import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Database } from '../database/engine.ts'
import { createHolder, createLeases } from '../database/leases.ts'
import type { Log } from '../log.ts'
import type { SheetLoad } from '../operations/health.ts'
import type { JobStatus } from '../operations/jobs.ts'
import { createBatchesStore } from './batches/batches-store.ts'
import { createPendingStore } from './batches/pending-store.ts'
import { createCrew } from './crew.ts'
import { openGoogle, writerLease } from './google/google-access.ts'
import { sleepFor } from './google/quota.ts'
import type { Sleep } from './google/request-window.ts'
import { createComparers } from './looks/comparer.ts'
import { createKnownStore } from './looks/known-store.ts'
import { createMirror } from './mirror.ts'
import type { MirrorContext } from './mirror-context.ts'
import type { MirroredSite } from './mirrored-site.ts'
import { createRelay } from './relay.ts'
import { createSheetLoad } from './sheet-load.ts'
import type { SheetStatus } from './sheet-status.ts'
import { createWordsStore } from './words-store.ts'

/** The Google Sheets mirror of all sites. */
export interface Sheets {
  /** Something of the site may wait for its row. */
  hint(site: string): void
  /** People may have changed something in the site's sheet: it is looked at as soon as the quota allows. */
  look(site: string): void
  /** A person's word that the site's stopped mirror may go on. @returns whether it was stopped */
  resume(site: string): Promise<boolean>
  status(): SheetStatus
  /** What is used of the quota, and what waits; nothing where no sheet is set. @throws where the ledger does not answer */
  load(): Promise<SheetLoad | undefined>
  /** Of one site; nothing where the site is shown in no sheet. */
  siteStatus(site: string): SheetStatus | undefined
  /** Whether this process is the one that writes and looks; the others do not know how the sheets are. */
  isWriter(): boolean
  /** The looks at each sheet, for `GET /status`. */
  jobs(): JobStatus[]
  stop(): Promise<void>
}

interface SheetsOptions {
  database: Database
  clock: Clock
  log: Log
  google: NonNullable<Config['google']>
  pollSeconds: number
  readings: MirrorContext['readings']
  /** All sites that are shown in a sheet; asked again every now and then. */
  sites: () => Promise<MirroredSite[]>
  onWritten: MirrorContext['onWritten']
  onOutgrown?: NonNullable<MirrorContext['onOutgrown']>
  /** A mirror has stopped until a person acts, and goes on again; for alerts. */
  onStopped?: (stopped: { site: string; reason: string }) => void
  onRunning?: (running: { site: string }) => void
  holder?: string
  sleep?: Sleep
  settleMilliseconds?: number
  stopGraceMilliseconds?: number
  readTimeoutMilliseconds?: number
  writeTimeoutMilliseconds?: number
}

const leaseMilliseconds = 20_000
const roundMilliseconds = 4_000
const shortestIdleMilliseconds = 2_000
// All mirrors together ask the ledger 20 times a second at most.
const idleMillisecondsASite = 50
const usualSettleMilliseconds = 5_000
const usualStopGraceMilliseconds = 1_500

/** Starts the mirror in the background. */
export function createSheets(options: SheetsOptions): Sheets {
  const mirrors = createMirrors(options, options.google)
  const stopping = new AbortController()
  const running = keepRunning(mirrors, options, stopping.signal)
  return {
    ...mirrors,
    stop: async () => {
      stopping.abort()
      await running
      await mirrors.stop()
    },
  }
}

async function keepRunning(
  mirrors: Mirrors,
  { log, sleep = sleepFor }: SheetsOptions,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await mirrors.refresh()
    } catch (error) {
      log.error({ err: error }, 'the mirror cannot read the ledger')
    }
    await sleep(roundMilliseconds, signal).catch(() => undefined)
  }
}

interface Mirrors extends Sheets {
  /** Renews the lease and follows the list of sites. */
  refresh(): Promise<void>
}

function createMirrors(options: SheetsOptions, google: NonNullable<Config['google']>): Mirrors {
  const { database, clock, log, pollSeconds, sleep = sleepFor } = options
  const { quota, client } = openGoogle({ ...options, google, sleep })
  const lease = createWriterLease(options, quota.reload)
  const comparers = createComparers()
  const shared = {
    ...options,
    sleep,
    quota,
    client,
    batches: createBatchesStore(database, clock),
    pending: createPendingStore(database),
    words: createWordsStore(database),
    known: createKnownStore(database),
    stopGraceMilliseconds: options.stopGraceMilliseconds ?? usualStopGraceMilliseconds,
    settleMilliseconds: options.settleMilliseconds ?? usualSettleMilliseconds,
  }
  const longestIdle = (): number => Math.max(shortestIdleMilliseconds, crew.sites().length * idleMillisecondsASite)
  const crew = createCrew((mirrored) =>
    createMirror({ ...shared, ...mirrored, log, comparer: comparers.open(), isWriter: lease.isHeld, longestIdle }),
  )
  const relay = createRelay({ words: shared.words, replicas: database.replicas, crew, isWriter: lease.isHeld, log })
  return {
    refresh: async () => {
      await lease.renew()
      const wanted = await options.sites()
      quota.shareAmong(wanted.length)
      await crew.follow(wanted)
      await relay.refresh()
    },
    hint: (site) => crew.of(site)?.hint(),
    look: relay.look,
    resume: relay.resume,
    siteStatus: (site) => relay.heard(site) ?? crew.of(site)?.status(),
    isWriter: lease.isHeld,
    jobs: crew.jobs,
    load: createSheetLoad({ ...shared, isWriter: lease.isHeld, wantedPollSeconds: pollSeconds, sites: crew.sites }),
    status: () => {
      const summary = summarise(crew.statuses().map((status) => ({ ...status, ...relay.heard(status.site) })))
      const seconds = Math.round(quota.pollEvery(pollSeconds * 1000) / 1000)
      if (seconds <= pollSeconds || crew.sites().length < 2) return summary
      const slowness = `each of the ${crew.sites().length} sheets is looked at every ${seconds} s, since Google's quota allows no more`
      return { ...summary, detail: `${summary.detail}; ${slowness}` }
    },
    stop: async () => {
      relay.stop()
      await crew.follow([])
      await comparers.stop()
      await lease.release()
    },
  }
}

function createWriterLease({ database, clock, holder = createHolder() }: SheetsOptions, onTaken: () => void) {
  const leases = createLeases(database, clock)
  let heldUntil = Number.NEGATIVE_INFINITY
  const isHeld = (): boolean => heldUntil > clock()
  return {
    isHeld,
    renew: async () => {
      const wasHeld = isHeld()
      const until = clock() + leaseMilliseconds
      const isTaken = await leases.acquire(writerLease, holder, leaseMilliseconds)
      if (isTaken && !wasHeld) onTaken()
      heldUntil = isTaken ? until : Number.NEGATIVE_INFINITY
    },
    release: async () => {
      heldUntil = Number.NEGATIVE_INFINITY
      await leases.release(writerLease, holder)
    },
  }
}

const worstFirst = ['stopped', 'failing', 'ok'] as const

function summarise(all: readonly ({ site: string } & SheetStatus)[]): SheetStatus {
  if (all.length === 0) return { state: 'ok', detail: 'no site is shown in a sheet yet', problems: [] }
  const state = worstFirst.find((candidate) => all.some((status) => status.state === candidate)) ?? 'ok'
  const concerned = all.filter((status) => status.state === state)
  const details = new Set(
    concerned.map(({ site, detail }) => (all.length > 1 && state !== 'ok' ? `${site}: ${detail}` : detail)),
  )
  const problems = all.flatMap((status) =>
    status.problems.map(({ row, message }) => ({
      row,
      message: all.length > 1 ? `${status.site}: ${message}` : message,
    })),
  )
  return { state, detail: [...details].join('; '), problems }
}
