import { Writable } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createApp } from '../../src/app.ts'
import { systemClock } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { createLog } from '../../src/log.ts'
import type { engines } from '../support/databases.ts'
import { type FuzzResult, type FuzzSettings, runFuzz } from './run-fuzz.ts'

const keeper = { username: 'keeper', password: 'correct horse battery' }

interface FuzzReport extends FuzzResult {
  /** What the service and this test hold more in memory at the end than after the first fifth. */
  grownBytes: number
}

/** A whole service on a new database, and everything that the fuzz has to say about it. */
export async function fuzz(
  engine: (typeof engines)[number],
  { seed, requests, onProgress }: Pick<FuzzSettings, 'seed' | 'requests' | 'onProgress'>,
): Promise<FuzzReport> {
  const location = await engine.createLocation()
  const environment = {
    ADMIN_USERNAME: keeper.username,
    ADMIN_PASSWORD: keeper.password,
    RATE_LIMIT_PER_MINUTE: '0',
    PORT: '0',
    HOST: '127.0.0.1',
    // So that the test itself signs in from an address of its own, however often others have failed.
    TRUST_PROXY: '1',
    SITE_TIME_ZONE: 'Europe/Berlin',
    DATA_DIR: location.dataDir,
  }
  const secrets = [keeper.password, location.dataDir, 'argon2']
  const logFaults = new Set<string>()
  const sink = watchfulSink(secrets, logFaults)
  const config = { ...readConfig(environment), databaseUrl: location.databaseUrl }
  const app = await createApp(config, { log: createLog({ level: 'info', format: 'json' }, sink), clock: systemClock })
  const { address: url } = await app.start()
  let heldAtFirst = 0
  const watch = (done: number): void => {
    if (done === Math.ceil(requests / 5)) heldAtFirst = heldBytes()
    onProgress?.(done)
  }
  try {
    const { faults, statuses } = await runFuzz({ url, keeper, seed, requests, secrets, onProgress: watch })
    return { faults: [...faults, ...logFaults], statuses, grownBytes: heldBytes() - heldAtFirst }
  } finally {
    await app.stop()
    await location.remove()
  }
}

function watchfulSink(secrets: readonly string[], faults: Set<string>): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      const line = String(chunk)
      if (secrets.some((secret) => line.includes(secret))) faults.add(`the log holds a secret: ${line}`)
      if (line.includes('request failed')) faults.add(`the log tells: ${line}`)
      done()
    },
  })
}

function heldBytes(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}
