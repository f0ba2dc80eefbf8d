import type { FileTable } from './file-table.ts'
import type { Answer, Call } from './table-worker.ts'

/** A table whose work is done beside the page, so that no file, however long, holds the page up. */
export type TableClient = {
  [Method in keyof FileTable]: (
    ...args: Parameters<FileTable[Method]>
  ) => Promise<Awaited<ReturnType<FileTable[Method]>>>
} & { close(): void }

interface Waiting {
  resolve(value: never): void
  reject(error: Error): void
}

export function openTableClient(): TableClient {
  const worker = new Worker(new URL('./table-worker.ts', import.meta.url), { type: 'module' })
  const waiting = new Map<number, Waiting>()
  let count = 0
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    const call = waiting.get(data.id)
    waiting.delete(data.id)
    if ('error' in data) call?.reject(new Error(data.error))
    else call?.resolve(data.value as never)
  })
  worker.addEventListener('error', ({ message }) => {
    for (const { reject } of waiting.values()) reject(new Error(message))
    waiting.clear()
  })
  const call =
    (method: keyof FileTable) =>
    (...args: unknown[]): Promise<never> =>
      new Promise((resolve, reject) => {
        const id = ++count
        waiting.set(id, { resolve, reject })
        worker.postMessage({ id, method, args } satisfies Call)
      })
  return {
    open: call('open'),
    readAgain: call('readAgain'),
    rows: call('rows'),
    records: call('records'),
    asCsv: call('asCsv'),
    toMend: call('toMend'),
    close: () => worker.terminate(),
  }
}
