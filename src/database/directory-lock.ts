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
  const lock = new DatabaseSync(join(directory, 'lock.db'), { timeout: 0 })
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive')
  } catch {
    lock.close()
    throw new SettingError('DATA_DIR', 'is in use by another process of Meterbridge; stop that one first', './data')
  }
  return { release: () => lock.close() }
}
