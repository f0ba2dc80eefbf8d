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
const everywhere = 'home'

/** What each kind of alert is raised for, looked at again and again; docs/runbooks.md says what to do. */
export const rules: Readonly<Record<string, Rule>> = {
  'sheet-stopped': ({ sites }) =>
    sites.flatMap(({ site, sheet }) =>
      sheet?.state === 'stopped' ? [{ site, subject: '', message: `The sheet is not written: ${sheet.detail}` }] : [],
    ),
  'sheet-behind': ({ oldestWaitingSeconds }) =>
    oldestWaitingSeconds > behindSeconds
      ? [
          {
            site: everywhere,
            subject: '',
            message: `Readings have waited for the sheet for ${minutes(oldestWaitingSeconds)}; GET /health says why.`,
          },
        ]
      : [],
  'sheet-outgrown': ({ outgrown, now }) =>
    outgrown
      .filter(({ at }) => now - at < dayMilliseconds)
      .map(({ site, message }) => ({ site, subject: '', message })),
  'no-reading': ({ sites, now }) =>
    sites.flatMap(({ site, expectEveryMilliseconds, newestReadingAt }) => {
      if (expectEveryMilliseconds === null || newestReadingAt === null) return []
      const silent = now - newestReadingAt
      if (silent <= expectEveryMilliseconds) return []
      const message = `No reading for ${minutes(silent / 1000)}, where one is expected every ${minutes(expectEveryMilliseconds / 1000)}. Is the device that sends them on?`
      return [{ site, subject: '', message }]
    }),
  'disk-nearly-full': ({ disk: { freeBytes, totalBytes } }) =>
    freeBytes < lowBytes || freeBytes < totalBytes * lowShare
      ? [
          {
            site: everywhere,
            subject: '',
            message: `The disk has ${Math.floor(freeBytes / 1024 / 1024)} MB left; make room before readings are refused.`,
          },
        ]
      : [],
  'job-failed': ({ failedJobs }) =>
    failedJobs.map(({ name, detail }) => ({
      site: everywhere,
      subject: name,
      message: `The job ${name} failed: ${detail}`,
    })),
}

function minutes(seconds: number): string {
  const whole = Math.floor(seconds / 60)
  return whole < 120 ? `${whole} minutes` : `${Math.floor(whole / 60)} hours`
}
