import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { workerFile } from '../package-folder.ts'

/**
 * Reads a database file of SQLite whole, on a thread of its own: of a large one that takes longer than anybody should
 * wait for an answer. @throws Error where it is damaged or none
 */
export async function checkCopy(file: string): Promise<void> {
  const worker = new Worker(workerFile('database/copy-check-worker'), { workerData: file })
  const [found] = (await once(worker, 'message')) as [string]
  if (found !== 'ok') throw new Error(`The copy of the database is damaged: ${found}`)
}
