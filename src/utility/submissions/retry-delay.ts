export interface Backoff {
  firstMilliseconds: number
  factor: number
  longestMilliseconds: number
}

/** A number from 0 to below 1, like `Math.random`. */
export type Random = () => number

/**
 * How long to wait after so many tries: exponential with full jitter, but never shorter than the other side asked for.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function retryDelay(
  backoff: Backoff,
  tries: number,
  random: Random,
  askedMilliseconds: number | null = null,
): number {
  const ceiling = Math.min(
    backoff.longestMilliseconds,
    backoff.firstMilliseconds * backoff.factor ** Math.max(0, tries - 1),
  )
  const jittered = Math.round(random() * ceiling)
  return askedMilliseconds === null ? jittered : askedMilliseconds + Math.min(jittered, askedMilliseconds)
}

const longestAskMilliseconds = 7 * 24 * 3_600_000

/** Reads `Retry-After` (RFC 9110, 10.2.3), seconds or a date, as milliseconds from now; at most a week is believed. */
export function retryAfterMilliseconds(header: string | undefined, now: number): number | null {
  const text = header?.trim()
  if (!text) return null
  const asked = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now
  return Number.isNaN(asked) ? null : Math.min(longestAskMilliseconds, Math.max(0, asked))
}
