import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'

const copy = new DatabaseSync(String(workerData), { readOnly: true })
const [found] = copy.prepare('pragma integrity_check(1)').all()
copy.close()
parentPort?.postMessage(Object.values(found ?? {})[0])
