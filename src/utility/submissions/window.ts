/** The days of the month, both included, on which the utility takes readings; 28 to 3 runs over the month's end. */
export interface Window {
  fromDay: number
  toDay: number
}

// Every day of the month, the 31st too, comes within this time.
const farthestDays = 62

/** The first instant from `now` on at which the window is open, in the site's zone; `now` itself where it is. */
export function nextOpening(window: Window | null, timeZone: string, now: number): number {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone)
  if (window === null || isOpenOn(window, today.day)) return now
  for (let days = 1; days <= farthestDays; days++) {
    const day = today.add({ days }).startOfDay()
    if (isOpenOn(window, day.day)) return day.epochMilliseconds
  }
  return now
}

function isOpenOn({ fromDay, toDay }: Window, day: number): boolean {
  return fromDay <= toDay ? fromDay <= day && day <= toDay : fromDay <= day || day <= toDay
}

/** Since when the window that is open at an instant has been open; milliseconds, UTC. */
export function windowStart(window: Window | null, timeZone: string, now: number): number {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).startOfDay()
  let first = today
  for (let days = 1; window && days <= farthestDays; days++) {
    const day = today.subtract({ days }).startOfDay()
    if (!isOpenOn(window, day.day)) break
    first = day
  }
  return first.epochMilliseconds
}

/** When the window that is open, or opens next, closes; milliseconds, UTC. Null where it never does. */
export function windowEnd(window: Window | null, timeZone: string, now: number): number | null {
  if (window === null) return null
  const opening = nextOpening(window, timeZone, now)
  const first = Temporal.Instant.fromEpochMilliseconds(opening).toZonedDateTimeISO(timeZone)
  for (let days = 1; days <= farthestDays; days++) {
    const day = first.add({ days }).startOfDay()
    if (!isOpenOn(window, day.day)) return day.epochMilliseconds
  }
  return null
}
