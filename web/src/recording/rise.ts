import type { PreviousValue } from './use-previous.ts'

const dayMilliseconds = 86_400_000
const leastMilliseconds = 60_000

/** How far the counter went since the value before; kWh a day only where enough time lies between. */
export function riseSince(previous: PreviousValue, value: number, at: number) {
  const milliseconds = at - new Date(previous.timestamp).getTime()
  // Counters have three decimals; the difference of two binary fractions has more.
  const kilowattHours = Math.round((value - previous.value) * 1000) / 1000
  const isLongEnough = milliseconds >= leastMilliseconds
  return { kilowattHours, perDay: isLongEnough ? (kilowattHours * dayMilliseconds) / milliseconds : undefined }
}
