import type { Browser, BrowserContext } from 'playwright-core'
import type { Clock } from '../../../clock.ts'
import type { Log } from '../../../log.ts'
import { type Gate, openGate } from './gate.ts'
import { memoryOf } from './processes.ts'
import { makeProfile, removeProfile, sweepProfiles } from './profiles.ts'

/** A browser cannot be started on this machine. */
export class NoBrowserError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'NoBrowserError'
  }
}

/** What one run asks for. */
export interface BrowserRun<Result> {
  connector: string
  origins: readonly string[]
  /** When the browser is ended whatever it does. */
  deadlineMilliseconds: number
  work(browser: Browser): Promise<Result>
}

/** Starts a browser for each run, one at a time, and sees to it that none survives it. */
export interface Browsers {
  /** @throws NoBrowserError, or what the work throws; it fails when its browser is ended */
  run<Result>(run: BrowserRun<Result>): Promise<Result>
  /** Ends what a killed service has left behind. */
  sweep(): Promise<void>
  /** Ends what runs, and starts nothing more. */
  stop(): Promise<void>
}

interface BrowsersDependencies {
  dataDir: string
  chromiumPath: string | undefined
  clock: Clock
  log: Log
}

export function createBrowsers({ dataDir, chromiumPath, clock, log }: BrowsersDependencies): Browsers {
  let last: Promise<unknown> = Promise.resolve()
  let running: Started | undefined
  let isStopped = false
  const runAlone = async <Result>(run: BrowserRun<Result>): Promise<Result> => {
    if (isStopped) throw new NoBrowserError('the service is stopping')
    if (chromiumPath === undefined)
      throw new NoBrowserError('there is no chromium, chromium-browser or google-chrome on the PATH; set CHROMIUM_PATH')
    const startedAt = performance.now()
    const started = await start(dataDir, chromiumPath, run.origins).catch((error: unknown) => {
      log.error({ err: error, connector: run.connector }, 'Chromium did not start')
      throw new NoBrowserError('Chromium did not start; the log holds the reason')
    })
    running = started
    // It may have been stopped while it started.
    if (isStopped) await started.end()
    const deadline = setTimeout(() => {
      started.end().catch((error: unknown) => log.error({ err: error }, 'a browser could not be ended'))
    }, run.deadlineMilliseconds)
    try {
      return await run.work(started.browser)
    } finally {
      clearTimeout(deadline)
      running = undefined
      const memoryMegabytes = await memoryOf(started.profile)
      await started.end()
      log.info(
        { connector: run.connector, milliseconds: Math.round(performance.now() - startedAt), memoryMegabytes },
        'a browser has run',
      )
    }
  }
  return {
    run: (run) => {
      const mine = last.then(() => runAlone(run))
      last = mine.catch(() => undefined)
      return mine
    },
    sweep: () => sweepProfiles(dataDir, clock()),
    stop: async () => {
      isStopped = true
      await running?.end()
      await last
    },
  }
}

interface Started {
  browser: Browser
  profile: string
  /** Ends it at once; may be called twice. */
  end(): Promise<void>
}

async function start(dataDir: string, executablePath: string, origins: readonly string[]): Promise<Started> {
  const gate = await openGate(origins)
  const profile = await makeProfile(dataDir)
  let context: BrowserContext | undefined
  let ending: Promise<void> | undefined
  const end = (): Promise<void> => {
    ending ??= endAll(context, gate, profile)
    return ending
  }
  try {
    const { chromium } = await import('playwright-core')
    context = await chromium.launchPersistentContext(profile, {
      executablePath,
      args: chromiumArguments(),
      proxy: { server: gate.url },
      headless: true,
      chromiumSandbox: !isRoot(),
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    })
    const browser = context.browser()
    if (!browser) throw new Error('it has no window')
    return { browser, profile, end }
  } catch (error) {
    await end()
    throw error
  }
}

const closeMilliseconds = 5000

// Cut off first, since pages may send something while they close; closing may hang, so the processes are ended in any case.
async function endAll(context: BrowserContext | undefined, gate: Gate, profile: string): Promise<void> {
  gate.close()
  const closed = context?.close().catch(() => undefined)
  const { promise: tooLong, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, closeMilliseconds)
  await Promise.race([closed, tooLong])
  clearTimeout(timer)
  await removeProfile(profile)
}

/** Chromium speaks to nobody on its own, also not over UDP past the gate. */
function chromiumArguments(): string[] {
  return [
    '--disable-quic',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
    ...(isRoot() ? ['--no-sandbox'] : []),
  ]
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}
