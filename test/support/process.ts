import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { DatabaseLocation } from './databases.ts'
import { admin } from './service.ts'

export interface ServiceProcess {
  url: string
  processId: number
  /** SIGKILL, and wait until it is gone. */
  kill(): Promise<void>
  /** SIGTERM, and wait for its exit code. */
  terminate(): Promise<number | null>
}

const slowestStartMilliseconds = 60_000
const main = fileURLToPath(new URL('../../bin/start.js', import.meta.url))

/** Starts the service as a process of its own, as a person would, and waits until it is healthy. */
export async function startProcess(
  location: DatabaseLocation,
  environment: Record<string, string> = {},
): Promise<ServiceProcess> {
  const child = spawn(process.execPath, [main], {
    cwd: location.dataDir,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      DATA_DIR: location.dataDir,
      DATABASE_URL: location.databaseUrl?.reveal() ?? '',
      HOST: '127.0.0.1',
      // One that was free a moment ago may be another service's now, which would answer in its place.
      PORT: '0',
      ADMIN_USERNAME: admin.username,
      ADMIN_PASSWORD: admin.password,
      RATE_LIMIT_PER_MINUTE: '0',
      LOG_LEVEL: 'silent',
      ...environment,
    },
  })
  let said = ''
  let complaint = ''
  child.stdout.on('data', (text) => {
    said += String(text)
  })
  child.stderr.on('data', (text) => {
    complaint += String(text)
  })
  const ended = once(child, 'exit')
  const deadline = Date.now() + slowestStartMilliseconds
  let url: string | undefined
  while (url === undefined || !(await isHealthy(url))) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`the service did not start (${child.exitCode ?? child.signalCode ?? 'too slow'}): ${complaint}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
    url ??= /listens on (\S+)\n/.exec(said)?.[1]
  }
  return {
    url,
    processId: child.pid ?? 0,
    kill: () => end(child, 'SIGKILL', ended).then(() => undefined),
    terminate: () => end(child, 'SIGTERM', ended),
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals, ended: Promise<unknown>): Promise<number | null> {
  child.kill(signal)
  await ended
  return child.exitCode
}

async function isHealthy(url: string): Promise<boolean> {
  return await fetch(`${url}/health`).then(
    ({ status }) => status === 200,
    () => false,
  )
}
