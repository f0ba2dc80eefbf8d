import { useInterval } from '@mantine/hooks'
import { useState } from 'react'

const oftenMilliseconds = 10_000
const steps: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

/** How long ago an instant was, kept up to date, and the exact local time. */
export function Age({ timestamp }: { timestamp: string }) {
  const [now, setNow] = useState(Date.now)
  useInterval(() => setNow(Date.now()), oftenMilliseconds, { autoInvoke: true })
  const instant = new Date(timestamp)
  return (
    <time dateTime={timestamp}>
      {ageText((instant.getTime() - Math.max(now, Date.now())) / 1000)}
      <br />
      {exact.format(instant)}
    </time>
  )
}

function ageText(seconds: number): string {
  const [unit, length] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 0]
  return length === 0 ? relative.format(0, 'second') : relative.format(Math.trunc(seconds / length), unit)
}
