import type { Log } from '../../log.ts'
import type { GoogleSettings } from '../google/google-access.ts'
import { sleepFor } from '../google/quota.ts'
import type { Sheets } from '../sheets.ts'
import type { StoredConnection } from './connection-store.ts'
import { type GoogleConnection, KeyLostError } from './google-connection.ts'
import { noSheet } from './no-sheet.ts'

interface FollowingDependencies {
  connection: GoogleConnection
  /** Starts the mirror; with it comes Google's library. */
  start(google: GoogleSettings): Promise<Sheets>
  log: Log
}

/** The mirror through whatever an admin has connected. */
export interface FollowingSheets extends Sheets {
  /** Resolves when the connection, as it is stored now, is in use. */
  follow(): Promise<void>
}

/** Another process may have changed the connection. */
const lookAgainMilliseconds = 2000

/** The mirror as the environment says; where it says nothing, it follows what is stored, in every process of a service. */
export async function openSheets(dependencies: FollowingDependencies): Promise<FollowingSheets> {
  const { environment } = dependencies.connection
  if (environment) return { ...(await dependencies.start(environment)), follow: async () => undefined }
  const sheets = followStored(dependencies)
  await sheets.follow()
  return sheets
}

function followStored({ connection, start, log }: FollowingDependencies): FollowingSheets {
  let current = noSheet
  let known: string | undefined
  let turns = Promise.resolve()
  const change = async (stored: StoredConnection | undefined): Promise<void> => {
    const former = current
    current = noSheet
    known = undefined
    await former.stop()
    current = stored ? await opened(stored) : noSheet
    known = stored?.sealedKey
  }
  const opened = async (stored: StoredConnection): Promise<Sheets> => {
    try {
      return await start(connection.open(stored))
    } catch (error) {
      if (error instanceof KeyLostError) return withoutKey(error)
      throw error
    }
  }
  const follow = async (): Promise<void> => {
    turns = turns
      .then(async () => {
        if (stopping.signal.aborted) return
        const stored = await connection.stored()
        if (stored?.sealedKey !== known) await change(stored)
      })
      .catch((error: unknown) => log.error({ err: error }, 'the connection to Google cannot be followed'))
    await turns
  }
  const stopping = new AbortController()
  const keepFollowing = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await sleepFor(lookAgainMilliseconds, stopping.signal).catch(() => undefined)
      await follow()
    }
  }
  const following = keepFollowing()
  return {
    follow,
    hint: (site) => current.hint(site),
    look: (site) => current.look(site),
    resume: (site) => current.resume(site),
    status: () => current.status(),
    load: () => current.load(),
    siteStatus: (site) => current.siteStatus(site),
    isWriter: () => current.isWriter(),
    jobs: () => current.jobs(),
    stop: async () => {
      stopping.abort()
      await following
      await current.stop()
    },
  }
}

function withoutKey({ message }: KeyLostError): Sheets {
  return { ...noSheet, status: () => ({ state: 'failing', detail: message, problems: [] }) }
}
