import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { RecordInput } from '../../../src/readings/reading.ts'

/** A reading that a person has added and the service has not taken yet. */
export interface WaitingReading {
  /** Its id at the service too, so that it is recorded once however often it is sent. */
  id: string
  username: string
  record: Required<Pick<RecordInput, 'id' | 'site' | 'timestamp'>> & RecordInput
  /** Why the service does not take it; a person decides. */
  refusal?: string
}

interface Schema extends DBSchema {
  waiting: { key: string; value: WaitingReading }
}

/** Keeps waiting readings in this browser, over restarts. */
export interface WaitingStore {
  all(): Promise<WaitingReading[]>
  put(reading: WaitingReading): Promise<void>
  remove(id: string): Promise<void>
}

export function openWaitingStore(): WaitingStore {
  let opened: Promise<IDBPDatabase<Schema>> | undefined
  const database = (): Promise<IDBPDatabase<Schema>> => {
    opened ??= openDB<Schema>('meterbridge', 1, {
      upgrade: (db) => {
        db.createObjectStore('waiting', { keyPath: 'id' })
      },
    })
    return opened
  }
  return {
    all: async () => (await database()).getAll('waiting'),
    put: async (reading) => {
      await (await database()).put('waiting', reading)
    },
    remove: async (id) => (await database()).delete('waiting', id),
  }
}
