import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
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
  /** Copies the ledger while the service works, and opens and checks the copy. @throws Error where it is not whole */
  make(): Promise<Backup>
}

interface BackupsDependencies {
  directory: string
  clock: Clock
  /** Writes a checked copy of the ledger. */
  copyTo(file: string): Promise<void>
}

const hourMilliseconds = 3_600_000
const dayMilliseconds = 24 * hourMilliseconds
const keptDays = 7
const keptWeeks = 4
const pattern = /^meterbridge-(\d{4}-\d{2}-\d{2})T(\d{2})(\d{2})(\d{2})Z\.db$/

/** Where the copies lie in a data directory. */
export function backupDirectory(dataDir: string): string {
  return join(dataDir, 'backups')
}

/** Copies of the embedded ledger in one directory: the last seven, and the last of each of four weeks. */
export function createBackups({ directory, clock, copyTo }: BackupsDependencies): Backups {
  const list = (): Backup[] =>
    readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isFile() && pattern.test(entry.name))
      .map(({ name }) => ({ name, madeAt: instantOf(name), bytes: statSync(join(directory, name)).size }))
      .sort((one, other) => other.madeAt - one.madeAt)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  return {
    list,
    make: async () => {
      const name = nameOf(clock())
      // What a kill has left half done.
      for (const left of readdirSync(directory)) if (left.endsWith('.part')) rmSync(join(directory, left))
      const draft = join(directory, `${name}.part`)
      await copyTo(draft)
      renameSync(draft, join(directory, name))
      const all = list()
      const made = all.find((backup) => backup.name === name)
      // What lies ahead was made before the clock was set back: it says nothing about the age of the others.
      const upToNow = made ? all.slice(all.indexOf(made)) : []
      for (const { name: old } of outdated(upToNow)) rmSync(join(directory, old))
      if (!made) throw new Error('The back-up is gone as soon as it was made.')
      return made
    },
  }
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

/** What need not be kept, of a list with the newest first. */
export function outdated(all: readonly Backup[]): Backup[] {
  const kept = new Set(all.slice(0, keptDays))
  const newestOfWeeks = Map.groupBy(all, ({ madeAt }) => Math.floor(madeAt / (7 * dayMilliseconds)))
  for (const [newest] of [...newestOfWeeks.values()].slice(0, keptWeeks)) if (newest) kept.add(newest)
  return all.filter((backup) => !kept.has(backup))
}

function nameOf(instant: number): string {
  return `meterbridge-${new Date(instant).toISOString().slice(0, 19).replaceAll(':', '')}Z.db`
}

function instantOf(name: string): number {
  const [, day, hours, minutes, seconds] = pattern.exec(name) ?? []
  return Date.parse(`${day}T${hours}:${minutes}:${seconds}Z`)
}
