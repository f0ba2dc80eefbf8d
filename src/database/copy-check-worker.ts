import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'

// Nobody writes to a copy. Opened as one that may change, it would leave files of a write-ahead log beside it.
const file = pathToFileURL(String(workerData))
file.search = 'immutable=1'
const copy = new DatabaseSync(file, { readOnly: true })
const [found] = copy.prepare('pragma integrity_check(1)').all()
copy.close()
parentPort?.postMessage(Object.values(found ?? {})[0])
