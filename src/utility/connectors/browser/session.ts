import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import type { ConnectorContext } from '../connector.ts'
import type { Recipe } from './recipe.ts'

/** Cookies and local storage of somebody who is signed in. */
export type SessionState = Awaited<ReturnType<BrowserContext['storageState']>>

/** A signed-in session, kept sealed so that signing in is rare. */
export interface SessionKeep {
  /** Undefined where there is none that this connector can use as it is now. */
  read(): Promise<SessionState | undefined>
  keep(state: SessionState): Promise<void>
  forget(): Promise<void>
}

/** Keeps the session of one connector in a file of the data directory; a changed connector knows it no more. */
export function createSessionKeep(recipe: Recipe, context: ConnectorContext): SessionKeep {
  const { name, settings, seal, secrets } = context
  const folder = join(settings.dataDir, 'browser', 'sessions')
  const file = join(folder, name)
  const version = createHash('sha256')
    .update(JSON.stringify([recipe, secrets]))
    .digest('base64url')
  return {
    read: async () => {
      try {
        const kept = JSON.parse(seal.open(await readFile(file, 'utf8'))) as { version: string; state: SessionState }
        return kept.version === version ? kept.state : undefined
      } catch {
        // No session, or one under a key that is gone: somebody signs in again.
        return undefined
      }
    },
    keep: async (state) => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeFile(file, seal.seal(JSON.stringify({ version, state })), { mode: 0o600 })
    },
    forget: () => rm(file, { force: true }),
  }
}
