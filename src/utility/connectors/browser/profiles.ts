import { randomUUIDv7 as newId } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join, resolve } from 'node:path'
import { endProcessesOf } from './processes.ts'

const strangerMilliseconds = 3_600_000
const mark = '~'

/** A new and empty profile, whose name says whose it is. */
export async function makeProfile(dataDir: string): Promise<string> {
  const profile = join(root(dataDir), [hostname(), process.pid, newId()].join(mark))
  await mkdir(profile, { recursive: true, mode: 0o700 })
  return profile
}

/** Ends what still runs with the profile, and removes it. */
export async function removeProfile(profile: string): Promise<void> {
  await endProcessesOf(profile)
  await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

/** Ends browsers that a service left behind when it was killed, and removes their profiles. */
export async function sweepProfiles(dataDir: string, now: number): Promise<void> {
  const folder = root(dataDir)
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const profile = join(folder, name)
    const { mtimeMs } = await stat(profile).catch(() => ({ mtimeMs: now }))
    if (isLeft(name, now - mtimeMs)) await removeProfile(profile)
  }
}

// The directory may be shared with a service on another machine, whose processes cannot be seen from here.
function isLeft(name: string, ageMilliseconds: number): boolean {
  const [host, id] = name.split(mark)
  if (host !== hostname()) return ageMilliseconds > strangerMilliseconds
  return Number(id) === process.pid || !isAlive(Number(id))
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0)
    return true
  } catch {
    return false
  }
}

function root(dataDir: string): string {
  return resolve(dataDir, 'browser', 'profiles')
}
