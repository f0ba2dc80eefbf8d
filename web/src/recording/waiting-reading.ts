import { v4 as newId } from 'uuid'
import { type TypedReading, typedTimestamp, typedValue } from './typed-reading.ts'
import type { WaitingReading } from './waiting-store.ts'

interface Circumstances {
  site: string
  username: string
  now: number
}

/** A reading with an id of its own, and with the time at which it was typed where no other was named. */
export function waitingReading(typed: TypedReading, { site, username, now }: Circumstances): WaitingReading {
  const id = newId()
  const value = typedValue(typed)
  if (value === undefined) throw new Error('a reading without a value')
  const note = typed.note.trim()
  const timestamp = typedTimestamp(typed) ?? new Date(now).toISOString()
  return { id, username, record: { id, site, timestamp, [typed.field]: value, ...(note !== '' && { note }) } }
}
