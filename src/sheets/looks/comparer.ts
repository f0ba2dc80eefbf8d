import { Worker } from 'node:worker_threads'
import { workerFile } from '../../package-folder.ts'
import type { RawRows } from '../cells/raw-rows.ts'
import { type ChangedPage, createComparison, type Difference, type Wanted } from './comparison.ts'
import type { ComparisonCall, ComparisonReply, ComparisonRequest } from './comparison-worker.ts'

/** Compares the looks at a tab off the thread that answers HTTP. After any failure the next look is like the first. */
export interface TabComparer {
  compare(answer: Uint8Array<ArrayBuffer>, wanted: Wanted): Promise<Difference>
  nextPage(): Promise<ChangedPage>
  absent(ids: readonly string[]): Promise<string[]>
  rawRows(rows: readonly number[], ids?: readonly string[], values?: readonly unknown[]): Promise<RawRows>
  expect(ids: readonly string[]): Promise<void>
  askAgain(ids: readonly string[]): Promise<void>
  forget(): Promise<void>
}

/** One thread for all tabs, started when the first large one comes. */
export interface Comparers {
  open(): TabComparer
  stop(): Promise<void>
}

// Below this a comparison takes a millisecond or two, and a thread of its own costs more than it spares.
const smallBytes = 100_000

export function createComparers(): Comparers {
  const thread = createThread()
  let opened = 0
  return {
    open: () => {
      opened++
      return createTabComparer(opened, thread)
    },
    stop: thread.stop,
  }
}

function createTabComparer(tab: number, thread: Thread): TabComparer {
  let near = createComparison()
  let isFar = false
  const far = <T>(call: ComparisonCall, transfer: ArrayBuffer[] = []) => thread.ask(tab, call, transfer) as Promise<T>
  return {
    compare: async (answer, wanted) => {
      if (!isFar && answer.byteLength <= smallBytes) return near.compare(answer, wanted)
      if (!isFar) near = createComparison()
      isFar = true
      return await far({ name: 'compare', values: [answer, wanted] }, [answer.buffer])
    },
    nextPage: async () => (isFar ? await far({ name: 'nextPage', values: [] }) : near.nextPage()),
    absent: async (ids) => (isFar ? await far({ name: 'absent', values: [ids] }) : near.absent(ids)),
    rawRows: async (rows, ids, values) =>
      isFar ? await far({ name: 'rawRows', values: [rows, ids, values] }) : near.rawRows(rows, ids, values),
    expect: async (ids) => (isFar ? await far({ name: 'expect', values: [ids] }) : near.expect(ids)),
    askAgain: async (ids) => (isFar ? await far({ name: 'askAgain', values: [ids] }) : near.askAgain(ids)),
    forget: async () => {
      near = createComparison()
      if (isFar) await far({ name: 'forget', values: [] })
      isFar = false
    },
  }
}

interface Thread {
  ask(tab: number, call: ComparisonCall, transfer: ArrayBuffer[]): Promise<unknown>
  stop(): Promise<void>
}

interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}

function createThread(): Thread {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let lastNumber = 0

  const fail = (error: Error): void => {
    worker = undefined
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  const start = (): Worker => {
    const started = new Worker(workerFile('sheets/looks/comparison-worker'))
    started.on('message', (reply: ComparisonReply) => {
      const asked = waiting.get(reply.number)
      waiting.delete(reply.number)
      if (waiting.size === 0) started.unref()
      if ('error' in reply) asked?.reject(new Error(reply.error))
      else asked?.resolve(reply.value)
    })
    started.on('error', fail)
    started.on('exit', () => {
      if (worker === started) fail(new Error('the comparison of the sheet was ended'))
    })
    return started
  }
  return {
    ask: (tab, call, transfer) =>
      new Promise((resolve, reject) => {
        worker ??= start()
        // A command has nothing else that keeps the process while it waits for the answer.
        worker.ref()
        lastNumber++
        waiting.set(lastNumber, { resolve, reject })
        const request: ComparisonRequest = { number: lastNumber, tab, call }
        worker.postMessage(request, transfer)
      }),
    stop: async () => {
      worker?.ref()
      await worker?.terminate()
    },
  }
}
