import { createFileTable, type FileTable } from './file-table.ts'

/** A call of a table's method from the page; the answer carries its number. */
export interface Call {
  id: number
  method: keyof FileTable
  args: unknown[]
}

export type Answer = { id: number; value: unknown } | { id: number; error: string }

const table = createFileTable()

self.addEventListener('message', ({ data: { id, method, args } }: MessageEvent<Call>) => {
  const act = table[method] as (...args: unknown[]) => unknown
  Promise.resolve()
    .then(() => act(...args))
    .then(
      (value) => answer({ id, value }),
      (error: unknown) => answer({ id, error: error instanceof Error ? error.message : String(error) }),
    )
})

function answer(answered: Answer): void {
  self.postMessage(answered)
}
