import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Clock } from '../clock.ts'
import { type Job, notTooSoon } from './jobs.ts'

export interface Backup {
  name: string
  madeAt: number
  bytes: number
}

export interface Backups {
  /** The newest first. */
  list(): Backup[]
  /**
   * Copies the ledger while the service works, and opens and checks the copy; who asks meanwhile gets the same one.
   * @throws Error where it is not whole, StorageFullError
   */
  make(): Promise<Backup>
  /** The bytes of a back-up; undefined where there is none of that name. */
  read(name: string): Promise<{ bytes: number; contents: Readable } | undefined>
}

/** What there is instead where the ledger is not embedded. */
export const elsewhere =
  'The ledger is in a PostgreSQL (DATABASE_URL): its own pg_dump and pg_restore make and restore its back-ups; `meterbridge export` writes all readings to a file.'

interface BackupsDependencies {
  directory: string
  clock: Clock
  /** Writes a checked copy of the ledger. */
  copyTo(file: string): Promise<void>
}

const hourMilliseconds = 3_600_000
const dayMilliseconds = 24 * hourMilliseconds
const keptCopies = 7
const keptDays = 7
const keptWeeks = 4
const pattern = /^meterbridge-(\d{4}-\d{2}-\d{2})T(\d{2})(\d{2})(\d{2})Z\.db$/

/** Where the copies lie in a data directory. */
export function backupDirectory(dataDir: string): string {
  return join(dataDir, 'backups')
}

/** Copies of the embedded ledger in one directory: the last seven, and the last of each of seven days and four weeks. */
export function createBackups(dependencies: BackupsDependencies): Backups {
  const { directory } = dependencies
  let making: Promise<Backup> | undefined
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  return {
    list: () => listOf(directory),
    make: () => {
      making ??= make(dependencies).finally(() => {
        making = undefined
      })
      return making
    },
    read: async (name) => {
      if (!pattern.test(name)) return undefined
      const file = await open(join(directory, name)).catch(() => undefined)
      // Open, it stays whole although it may be removed as outdated meanwhile.
      return file && { bytes: (await file.stat()).size, contents: file.createReadStream() }
    },
  }
}

function listOf(directory: string): Backup[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map(({ name }) => ({ name, madeAt: instantOf(name), bytes: statSync(join(directory, name)).size }))
    .sort((one, other) => other.madeAt - one.madeAt)
}

async function make({ directory, clock, copyTo }: BackupsDependencies): Promise<Backup> {
  const name = nameOf(clock())
  // What a kill has left half done.
  for (const left of readdirSync(directory)) if (left.endsWith('.part')) rmSync(join(directory, left))
  const draft = join(directory, `${name}.part`)
  try {
    await copyTo(draft)
    renameSync(draft, join(directory, name))
  } finally {
    rmSync(draft, { force: true })
  }
  const all = listOf(directory)
  const made = all.find((backup) => backup.name === name)
  // What lies ahead was made before the clock was set back: it says nothing about the age of the others.
  const upToNow = made ? all.slice(all.indexOf(made)) : []
  for (const { name: old } of outdated(upToNow)) rmSync(join(directory, old))
  if (!made) throw new Error('The back-up is gone as soon as it was made.')
  return made
}

/** Makes a back-up a day, whenever the newest is older than that; the first one an hour after the first start. */
export function dailyBackup(backups: Backups, clock: Clock): Job {
  const firstAt = clock() + hourMilliseconds
  return {
    name: 'backup',
    description: 'Copies the ledger, and opens and checks the copy; once a day',
    dueAt: (last) => {
      const newest = backups.list().find(({ madeAt }) => madeAt <= clock())
      return notTooSoon(last, newest ? newest.madeAt + dayMilliseconds : firstAt)
    },
    run: async () => {
      const { name, bytes } = await backups.make()
      return `${name}, ${Math.ceil(bytes / 1024)} kB`
    },
  }
}

/** What need not be kept, of a list with the newest first. Many made in one day push out none of the days before. */
export function outdated(all: readonly Backup[]): Backup[] {
  const kept = new Set([
    ...all.slice(0, keptCopies),
    ...newestOf(all, dayMilliseconds).slice(0, keptDays),
    ...newestOf(all, 7 * dayMilliseconds).slice(0, keptWeeks),
  ])
  return all.filter((backup) => !kept.has(backup))
}

/** The newest of each stretch of time in which there is one. */
function newestOf(all: readonly Backup[], milliseconds: number): Backup[] {
  const stretches = Map.groupBy(all, ({ madeAt }) => Math.floor(madeAt / milliseconds))
  return [...stretches.values()].flatMap(([newest]) => newest ?? [])
}

function nameOf(instant: number): string {
  return `meterbridge-${new Date(instant).toISOString().slice(0, 19).replaceAll(':', '')}Z.db`
}

function instantOf(name: string): number {
  const [, day, hours, minutes, seconds] = pattern.exec(name) ?? []
  return Date.parse(`${day}T${hours}:${minutes}:${seconds}Z`)
}
