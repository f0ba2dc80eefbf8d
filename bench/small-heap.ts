import { type Setting, startMeterbridge } from './contenders.ts'
import { recordCsv } from './csv-stream.ts'
import { measureBulk, measureRequests, readRequests, signIn, writeRequests } from './measure.ts'
import { createRecords } from './records.ts'
import { goal, type Section, show } from './section.ts'

const heapMegabytes = 192
const bulk = { bulkRows: 10_000, bulkRequests: 5 }

/** All of it with a small heap; anything but 2xx, or a server that ends, stops the bench. */
export async function measureSmallHeap({ cores, connections, seconds, rows }: Setting): Promise<Section> {
  const server = await startMeterbridge('sqlite', cores.server, {
    NODE_OPTIONS: `--max-old-space-size=${heapMegabytes}`,
  })
  try {
    const token = await signIn(server.port)
    const nextRecord = createRecords()
    const writes = await measureRequests(server, writeRequests(token, nextRecord), { connections, seconds })
    await measureRequests(server, readRequests(token), { connections, seconds })
    await measureBulk(server.port, token, bulk, nextRecord)
    const megabytes = server.peakMegabytes()
    await recordCsv(server, rows, nextRecord)
    return {
      title: `With a heap of ${heapMegabytes} MB`,
      lines: [
        `${show(writes.perSecond)} single writes a second (SQLite); at most ${show(megabytes)} MB resident under the load,`,
        `${show(server.peakMegabytes())} MB with a CSV of ${show(rows)} rows.`,
      ],
      goals: [goal(`with --max-old-space-size=${heapMegabytes} nothing breaks`, true)],
    }
  } finally {
    await server.stop()
  }
}
