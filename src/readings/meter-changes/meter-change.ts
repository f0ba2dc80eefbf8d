import type { Counter, Neighbours, Point } from '../counter.ts'

/** A counter was replaced or reset: its last value, and the first of what came after it, in thousandths. */
export interface MeterChange {
  id: string
  site: string
  counter: Counter
  timestamp: number
  final: number
  initial: number
  note: string | null
  recordedAt: number
  recordedBy: string
}

/** The changes of one counter, the first one first. */
export type Changes = readonly Pick<MeterChange, 'timestamp' | 'final' | 'initial'>[]

/**
 * The neighbours of an instant on the same meter: a change is a point of both meters, and what lies behind it belongs
 * to the other one. At the instant of a change the new meter counts.
 */
export function onSameMeter(at: number, { before, after }: Neighbours, changes: Changes): Neighbours {
  const begin = changes.findLast(({ timestamp }) => timestamp <= at)
  const end = changes.find(({ timestamp }) => timestamp > at)
  const isBeforeHidden = begin && (!before || before.timestamp <= begin.timestamp)
  const isAfterHidden = end && (!after || after.timestamp >= end.timestamp)
  return {
    before: isBeforeHidden ? firstPoint(begin) : before,
    after: isAfterHidden ? lastPoint(end) : after,
  }
}

/** What has to be added to a value at an instant so that totals go on over the changes without a jump. */
export function offsetAt(at: number, changes: Changes): number {
  return changes.reduce((sum, { timestamp, final, initial }) => (timestamp <= at ? sum + final - initial : sum), 0)
}

export function lastPoint({ timestamp, final }: Changes[number]): Point {
  return { timestamp, value: final }
}

export function firstPoint({ timestamp, initial }: Changes[number]): Point {
  return { timestamp, value: initial }
}
