import { sheetJobName } from '../operations/jobs.ts'
import type { Trouble } from './alert.ts'

/** What the rules look at. */
export interface Facts {
  now: number
  sites: readonly SiteFacts[]
  /** How long the oldest reading has waited for its sheet. */
  oldestWaitingSeconds: number
  /** Spreadsheets that were nearly full, so that a new tab was opened. */
  outgrown: { site: string; message: string; at: number }[]
  disk: { freeBytes: number; totalBytes: number }
  failedJobs: readonly { name: string; detail: string }[]
  /** Of the last hour, and where most of them came from. */
  refusedSignIns: { count: number; account: string | null; address: string | null }
  /** What has not been changed for longer than it should, by name. */
  oldCredentials: readonly string[]
  /** Requests of the last five minutes that failed here. */
  serverErrors: number
  /** Why the data directory will be gone after the next deployment; null where it stays. */
  storageRisk: string | null
}

export interface SiteFacts {
  site: string
  /** Null where nothing is expected. */
  expectEveryMilliseconds: number | null
  newestReadingAt: number | null
  /** Of the sheet, where the site has one. */
  sheet: { state: 'off' | 'ok' | 'failing' | 'stopped'; detail: string } | null
}

type Rule = (facts: Facts) => Omit<Trouble, 'kind'>[]

const dayMilliseconds = 86_400_000
const behindSeconds = 900
const lowShare = 0.05
const lowBytes = 200 * 1024 * 1024
const mostRefusedSignIns = 20
const mostServerErrors = 10
const everywhere = 'home'

/** What each kind of alert is raised for, looked at again and again; docs/runbooks.md says what to do. */
export const rules: Readonly<Record<string, Rule>> = {
  'sheet-stopped': ({ sites }) =>
    sites.flatMap(({ site, sheet }) =>
      sheet?.state === 'stopped' ? [{ site, subject: '', message: `The sheet is not written: ${sheet.detail}` }] : [],
    ),
  'sheet-behind': ({ oldestWaitingSeconds }) =>
    where(
      oldestWaitingSeconds > behindSeconds,
      `Readings have waited for the sheet for ${timeSpan(oldestWaitingSeconds)}; GET /health says why.`,
    ),
  'sheet-outgrown': ({ outgrown, now }) =>
    outgrown
      .filter(({ at }) => now - at < dayMilliseconds)
      .map(({ site, message }) => ({ site, subject: '', message })),
  'no-reading': ({ sites, now }) =>
    sites.flatMap(({ site, expectEveryMilliseconds, newestReadingAt }) => {
      if (expectEveryMilliseconds === null || newestReadingAt === null) return []
      const silent = now - newestReadingAt
      if (silent <= expectEveryMilliseconds) return []
      const message = `No reading for ${timeSpan(silent / 1000)}, where one is expected every ${timeSpan(expectEveryMilliseconds / 1000)}. Is the device that sends them on?`
      return [{ site, subject: '', message }]
    }),
  'disk-nearly-full': ({ disk: { freeBytes, totalBytes } }) =>
    where(
      freeBytes < lowBytes || freeBytes < totalBytes * lowShare,
      `The disk has ${roughMegabytes(freeBytes)} MB left; make room before readings are refused.`,
    ),
  'job-failed': ({ failedJobs, sites }) => {
    // A stopped sheet has an alert of its own.
    const toldOf = new Set(
      sites.filter(({ sheet }) => sheet?.state === 'stopped').map(({ site }) => sheetJobName(site)),
    )
    return failedJobs
      .filter(({ name }) => !toldOf.has(name))
      .map(({ name, detail }) => ({ site: everywhere, subject: name, message: `The job ${name} failed: ${detail}` }))
  },
  'sign-ins-refused': ({ refusedSignIns: { count, account, address } }) =>
    where(
      count >= mostRefusedSignIns,
      `${mostRefusedSignIns} or more sign-ins were refused within an hour, most of them from ${address} for ${account ?? 'names that no account has'}; see GET /audit.`,
    ),
  'credential-old': ({ oldCredentials }) =>
    where(
      oldCredentials.length > 0,
      `Older than 90 days: ${oldCredentials.join(', ')}. Set a new one for each, and tell the devices that use it.`,
    ),
  'error-rate': ({ serverErrors }) =>
    where(
      serverErrors >= mostServerErrors,
      `${mostServerErrors} or more requests failed within five minutes; the log says why, under "request failed".`,
    ),
  'data-at-risk': ({ storageRisk }) => where(storageRisk !== null, storageRisk ?? ''),
}

function where(isSo: boolean, message: string): Omit<Trouble, 'kind'>[] {
  return isSo ? [{ site: everywhere, subject: '', message }] : []
}

// Coarse, so that a message that is repeated each day is true and does not change with every look.
function timeSpan(seconds: number): string {
  if (seconds < 60) return `${roughly(Math.floor(seconds))} seconds`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 120) return `${roughly(minutes)} minutes`
  const hours = Math.floor(minutes / 60)
  return hours < 72 ? `${hours} hours` : `${Math.floor(hours / 24)} days`
}

function roughly(count: number): number {
  return count - (count % 15) || count
}

function roughMegabytes(bytes: number): number {
  return Math.floor(bytes / 1024 / 1024 / 50) * 50
}
