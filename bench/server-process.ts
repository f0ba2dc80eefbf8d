import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../test/support/free-port.ts'

export interface ServerProcess {
  port: number
  pid: number
  /** From the start of the process to its first healthy answer. */
  startMilliseconds: number
  residentMegabytes(): number
  /** The most that was resident since `forgetPeak`; NaN where the system does not tell. */
  peakMegabytes(): number
  forgetPeak(): void
  /** Processor time used so far; unlike a rate it hardly changes with what else the machine is doing. */
  cpuMicroseconds(): number
  stop(): Promise<void>
}

interface Start {
  /** TypeScript or JavaScript file that Node.js runs. */
  file: string
  /** What Node.js is told before it. */
  options?: readonly string[]
  env: Record<string, string>
  core: number
}

const slowestStartMilliseconds = 30_000
const pollMilliseconds = 5
const canPin = spawnSync('taskset', ['-c', '0', 'true']).status === 0

/** Moves this process, which makes the load, to one core. Returns whether cores could be kept apart. */
export function pinLoad(core: number): boolean {
  return canPin && spawnSync('taskset', ['-a', '-c', '-p', String(core), String(process.pid)]).status === 0
}

export async function startServer({ file, options = [], env, core }: Start): Promise<ServerProcess> {
  const port = await freePort()
  const node = [process.execPath, ...options, file]
  const start = performance.now()
  const [program = '', ...words] = canPin ? ['taskset', '-c', String(core), ...node] : node
  const child = spawn(program, words, {
    env: { PATH: process.env['PATH'] ?? '', NODE_NO_WARNINGS: '1', ...env, PORT: String(port), HOST: '127.0.0.1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let complaints = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    complaints += chunk.toString()
  })
  try {
    await untilHealthy(port, child, start + slowestStartMilliseconds)
  } catch (cause) {
    child.kill('SIGKILL')
    throw new Error(`${file} did not start: ${complaints.slice(0, 2000)}`, { cause })
  }
  const pid = child.pid ?? 0
  return {
    port,
    pid,
    startMilliseconds: performance.now() - start,
    residentMegabytes: () => residentMegabytes(pid),
    peakMegabytes: () => peakMegabytes(pid),
    forgetPeak: () => forgetPeak(pid),
    cpuMicroseconds: () => cpuMicroseconds(pid),
    stop: () => stop(child),
  }
}

async function untilHealthy(port: number, child: ChildProcess, deadline: number): Promise<void> {
  while (!(await isHealthy(port))) {
    if (child.exitCode !== null) throw new Error(`it ended with exit code ${child.exitCode}`)
    if (performance.now() > deadline) throw new Error('it gave no healthy answer in time')
    await sleep(pollMilliseconds)
  }
}

async function isHealthy(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/health`)
    await answer.arrayBuffer()
    return answer.ok
  } catch {
    return false
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000)
  await ended
  clearTimeout(timer)
}

/** Resident memory of a process; on Linux from /proc, elsewhere from ps. */
function residentMegabytes(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
  } catch {
    return Number(spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).stdout) / 1024
  }
}

function peakMegabytes(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
  } catch {
    return Number.NaN
  }
}

// proc(5): 5 resets the peak of the resident set.
function forgetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5')
  } catch {
    // No Linux: then the peak is not told either.
  }
}

/** User and system time of a process, proc(5) fields 14 and 15 in hundredths of a second; NaN where there is no /proc. */
function cpuMicroseconds(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * 10_000
  } catch {
    return Number.NaN
  }
}
