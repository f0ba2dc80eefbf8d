import { Cron } from 'croner'
import type { Random } from '../submissions/retry-delay.ts'

const example = '0 7 1 * * is the first of every month, at a random minute from 7:00 on'

/** What is wrong with a schedule, as a cron text of five fields; undefined where nothing is. */
export function scheduleError(schedule: string): string | undefined {
  try {
    if (cron(schedule, 'UTC').nextRun()) return undefined
    return `never comes; ${example}`
  } catch {
    return `is no cron text of five fields; ${example}`
  }
}

/**
 * When the schedule runs next after an instant: in an hour that it names, in the site's zone, at a random moment of that
 * hour, so that not everybody's readings come at the full hour. It runs at most once an hour.
 */
export function nextRun(schedule: string, timeZone: string, after: number, random: Random): number | null {
  const named = cron(schedule, timeZone).nextRun(new Date(after))
  if (!named) return null
  const { start, end } = hourOf(named.getTime(), timeZone)
  const earliest = Math.max(start, after + 1)
  return earliest + Math.floor(random() * (end - earliest))
}

/** The next run after one that is done or was missed: never in the same hour again. */
export function nextRunAfter(
  schedule: string,
  timeZone: string,
  { ranAt, now }: { ranAt: number; now: number },
  random: Random,
): number | null {
  return nextRun(schedule, timeZone, Math.max(hourOf(ranAt, timeZone).end - 1, now), random)
}

/** A random moment of the next day of the site. */
export function nextDaily(timeZone: string, now: number, random: Random): number {
  const tomorrow = zoned(now, timeZone).add({ days: 1 }).startOfDay()
  const start = tomorrow.epochMilliseconds
  return start + Math.floor(random() * (tomorrow.add({ days: 1 }).epochMilliseconds - start))
}

function cron(schedule: string, timezone: string): Cron {
  return new Cron(schedule, { timezone, mode: '5-part', paused: true })
}

function hourOf(instant: number, timeZone: string): { start: number; end: number } {
  const start = zoned(instant, timeZone).round({ smallestUnit: 'hour', roundingMode: 'floor' })
  return { start: start.epochMilliseconds, end: start.add({ hours: 1 }).epochMilliseconds }
}

function zoned(instant: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone)
}
