import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'
import type { Clock } from '../clock.ts'

const randomBytes = 16
const pooledIds = 256

/**
 * UUIDs of version 7 (RFC 9562) that grow in the order made. Randomness is drawn for many at once and the counter kept
 * here: asking the system for each one is the dearest part of recording a reading.
 */
export function createIds(clock: Clock): () => string {
  const pool = new Uint8Array(randomBytes * pooledIds)
  let taken = pool.length
  let counter = 0
  let last = 0
  return () => {
    if (taken === pool.length) {
      randomFillSync(pool)
      taken = 0
    }
    const random = pool.subarray(taken, taken + randomBytes)
    taken += randomBytes
    const now = clock()
    counter = now > last ? 0 : counter + 1
    last = Math.max(last, now)
    return v7({ random, msecs: last, seq: counter })
  }
}
