import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { SettingError } from '../setting-types.ts'

/**
 * Keeps a data directory for this process, until `release` or the process' end: the system gives the lock back where a
 * process dies, so nothing has to be cleaned up by hand.
 *
 * @throws SettingError where another process has it
 */
export function lockDirectory(directory: string): { release(): void } {
  const lock = openLock(join(directory, 'lock.db'))
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive')
  } catch (error) {
    lock.close()
    if (isBusy(error))
      throw new SettingError('DATA_DIR', 'is in use by another process of Meterbridge; stop that one first', './data')
    throw notWritable()
  }
  return { release: () => lock.close() }
}

function openLock(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file, { timeout: 0 })
  } catch {
    throw notWritable()
  }
}

function notWritable(): SettingError {
  return new SettingError('DATA_DIR', 'cannot be written to by this user, or its disk is read-only', './data')
}

// SQLITE_BUSY, https://www.sqlite.org/rescode.html
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === 5
}
