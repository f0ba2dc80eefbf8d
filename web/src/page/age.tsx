import { useInterval } from '@mantine/hooks'
import { useState } from 'react'
import { ageText, instantText } from '../locale/instants.ts'

const oftenMilliseconds = 10_000

/** How long ago an instant was, kept up to date; pointing at it shows the exact local time. */
export function Age({ timestamp }: { timestamp: string }) {
  const [now, setNow] = useState(Date.now)
  useInterval(() => setNow(Date.now()), oftenMilliseconds, { autoInvoke: true })
  return (
    <time dateTime={timestamp} title={instantText(timestamp)}>
      {ageText(timestamp, Math.max(now, Date.now()))}
    </time>
  )
}
