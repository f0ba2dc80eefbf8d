import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Database } from '../database/engine.ts'
import { createHolder, createLeases } from '../database/leases.ts'
import type { Log } from '../log.ts'
import { createBatchesStore, createRequestMemory } from './batches-store.ts'
import { createMirror, type Mirror, type SheetStatus } from './mirror.ts'
import type { MirrorContext } from './mirror-context.ts'
import { createPendingStore } from './pending-store.ts'
import { createQuota, type Sleep, sleepFor } from './quota.ts'
import { createServiceAccountSource } from './service-account.ts'
import { createSheetsClient } from './sheets-client.ts'

/** A site and the tab that shows it. */
export interface MirroredSite {
  site: string
  spreadsheetId: string
  tab: string
}

/** The Google Sheets mirror of all sites. */
export interface Sheets {
  /** Something of the site may wait for its row. */
  hint(site: string): void
  status(): SheetStatus
  stop(): Promise<void>
}

interface SheetsOptions {
  database: Database
  clock: Clock
  log: Log
  google: Config['google']
  pollSeconds: number
  /** All sites that are shown in a sheet; asked again every now and then. */
  sites: () => Promise<MirroredSite[]>
  onWritten: MirrorContext['onWritten']
  holder?: string
  sleep?: Sleep
  settleMilliseconds?: number
  stopGraceMilliseconds?: number
  readTimeoutMilliseconds?: number
  writeTimeoutMilliseconds?: number
}

// One process writes for the whole service account, because the quota is the account's.
const leaseName = 'sheets'
const leaseMilliseconds = 20_000
const roundMilliseconds = 4_000
const usualSettleMilliseconds = 5_000
const usualStopGraceMilliseconds = 1_500

const off: Sheets = {
  hint: () => undefined,
  status: () => ({
    state: 'off',
    detail: 'No sheet is set; GOOGLE_SHEET_ID and GOOGLE_CREDENTIALS_PATH switch it on',
    problems: [],
  }),
  stop: async () => undefined,
}

/** Starts the mirror in the background. Without settings for Google it is off, and none of Google's code is loaded. */
export function createSheets(options: SheetsOptions): Sheets {
  const { google } = options
  if (!google) return off
  const mirrors = createMirrors(options, google)
  const stopping = new AbortController()
  const running = keepRunning(mirrors, options, stopping.signal)
  return {
    hint: mirrors.hint,
    status: mirrors.status,
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
  const { database, clock, log, sleep = sleepFor } = options
  const readAccount = createServiceAccountSource(google.credentials)
  const quota = createQuota({
    clock,
    sleep,
    memory: createRequestMemory(database, async () => (await readAccount()).address),
  })
  const shared = {
    ...options,
    sleep,
    quota,
    client: createSheetsClient({ ...options, ...google, quota }),
    batches: createBatchesStore(database, clock),
    pending: createPendingStore(database),
    stopGraceMilliseconds: options.stopGraceMilliseconds ?? usualStopGraceMilliseconds,
    settleMilliseconds: options.settleMilliseconds ?? usualSettleMilliseconds,
  }
  const lease = createWriterLease(options, quota.reload)
  const running = new Map<string, { mirrored: MirroredSite; mirror: Mirror }>()

  const stopOne = async (site: string): Promise<void> => {
    const entry = running.get(site)
    running.delete(site)
    await entry?.mirror.stop()
  }
  const follow = async (wanted: readonly MirroredSite[]): Promise<void> => {
    for (const [site, { mirrored }] of running)
      if (!wanted.some((candidate) => isSame(candidate, mirrored))) await stopOne(site)
    for (const mirrored of wanted)
      if (!running.has(mirrored.site))
        running.set(mirrored.site, {
          mirrored,
          mirror: createMirror({ ...shared, ...mirrored, log, isWriter: lease.isHeld }),
        })
  }

  return {
    refresh: async () => {
      await lease.renew()
      await follow(await options.sites())
    },
    hint: (site) => running.get(site)?.mirror.hint(),
    status: () => summarise([...running].map(([site, { mirror }]) => ({ site, ...mirror.status() }))),
    stop: async () => {
      await Promise.all([...running.keys()].map(stopOne))
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
      const isTaken = await leases.acquire(leaseName, holder, leaseMilliseconds)
      if (isTaken && !wasHeld) onTaken()
      heldUntil = isTaken ? until : Number.NEGATIVE_INFINITY
    },
    release: async () => {
      heldUntil = Number.NEGATIVE_INFINITY
      await leases.release(leaseName, holder)
    },
  }
}

function isSame(one: MirroredSite, other: MirroredSite): boolean {
  return one.site === other.site && one.spreadsheetId === other.spreadsheetId && one.tab === other.tab
}

const worstFirst = ['stopped', 'failing', 'ok'] as const

function summarise(all: readonly ({ site: string } & SheetStatus)[]): SheetStatus {
  if (all.length === 0) return { state: 'ok', detail: 'no site is shown in a sheet yet', problems: [] }
  const state = worstFirst.find((candidate) => all.some((status) => status.state === candidate)) ?? 'ok'
  const concerned = all.filter((status) => status.state === state)
  const details = new Set(
    concerned.map(({ site, detail }) => (all.length > 1 && state !== 'ok' ? `${site}: ${detail}` : detail)),
  )
  return { state, detail: [...details].join('; '), problems: all.flatMap(({ problems }) => problems) }
}
