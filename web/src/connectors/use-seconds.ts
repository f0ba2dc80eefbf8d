import { useInterval } from '@mantine/hooks'
import { useState } from 'react'

/** How many whole seconds have gone by since it was first shown. */
export function useSeconds(): number {
  const [begun] = useState(Date.now)
  const [now, setNow] = useState(begun)
  useInterval(() => setNow(Date.now()), 1000, { autoInvoke: true })
  return Math.round((now - begun) / 1000)
}
