import { randomUUID } from 'node:crypto'
import type { Clock } from './clock.ts'

const countsPerMillisecond = 4096

/**
 * UUIDs of version 7 that grow in the order made, so that of readings of one instant the one recorded last is the last.
 * The 12 bits behind the version count within a millisecond and run over into the next (RFC 9562, section 6.2, method 1);
 * the 62 random bits are drawn once a millisecond. Such an id names something and opens nothing.
 */
export function createIds(clock: Clock): () => string {
  let time = 0
  let count = 0
  let beginning = ''
  let end = ''
  const restart = (milliseconds: number): void => {
    time = milliseconds
    count = 0
    const hex = milliseconds.toString(16).padStart(12, '0')
    beginning = `${hex.slice(0, 8)}-${hex.slice(8)}-7`
    end = randomUUID().slice(18)
  }
  return () => {
    const now = clock()
    count += 1
    if (now > time) restart(now)
    else if (count === countsPerMillisecond) restart(time + 1)
    return beginning + count.toString(16).padStart(3, '0') + end
  }
}
