import { randomBytes } from 'node:crypto'
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Config } from './config.ts'
import { Secret } from './secret.ts'
import { errorCode, SettingError } from './setting-types.ts'

/** Makes the data directory, readable by its owner only. @throws SettingError where that cannot be done */
export function prepareDataDirectory(path: string): void {
  try {
    makeDirectories(resolve(path))
    chmodSync(path, 0o700)
  } catch (error) {
    throw new SettingError('DATA_DIR', `cannot be made or used as a directory: ${errorCode(error)}`, './data')
  }
}

// Node.js' own recursion goes round for ever in a file system that takes no directories, such as /proc.
function makeDirectories(path: string): void {
  if (isDirectory(path)) return
  makeDirectories(dirname(path))
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    // Another process may have been quicker.
    if (!isDirectory(path)) throw error
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** What signs tokens and seals what rests in the ledger, the present secret first; one is made where none is given. */
export function jwtSecretsOf({ jwtSecret, jwtSecretPrevious, dataDir }: Config): [Secret, ...Secret[]] {
  const current = jwtSecret ?? keptSecret(dataDir, 'jwt-secret')
  return jwtSecretPrevious ? [current, jwtSecretPrevious] : [current]
}

/** The secret kept in a file of the data directory; made, with mode 600, at the first call. */
function keptSecret(directory: string, fileName: string): Secret {
  const path = join(directory, fileName)
  return readSecret(path) ?? makeSecret(path)
}

function readSecret(path: string): Secret | undefined {
  try {
    return new Secret(readFileSync(path, 'utf8').trim())
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

// Linked into place whole, so that two processes that start at once agree on one secret.
function makeSecret(path: string): Secret {
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, `${randomBytes(48).toString('base64url')}\n`, { mode: 0o600, flush: true })
  try {
    linkSync(draft, path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(draft)
  }
  return readSecret(path) ?? makeSecret(path)
}
