import { ApiError, type Grant, renewSession, send, signOutSession } from './api.ts'

// The access token lives in memory only, and what brings the next one is a cookie that no script can read. All that
// scripts keep is who signed in here last, so that a page knows at once what to show, and tabs hear of each other.
const storageKey = 'meterbridge.signed-in'
const renewBeforeMilliseconds = 30_000

export type SessionState = 'signed-out' | 'signed-in' | 'ended'

/** Who is signed in on this page, in every tab of this browser. */
export interface Session {
  state(): SessionState
  subscribe(listener: () => void): () => void
  start(grant: Grant): void
  signOut(): Promise<void>
  /** Sends a request as the person who is signed in. @throws ApiError; one with status 401 also ends the session. */
  call(path: string): Promise<unknown>
}

interface AccessToken {
  value: string
  expiresAt: number
}

export function createSession(storage: Storage): Session {
  const listeners = new Set<() => void>()
  let access: AccessToken | undefined
  let state: SessionState = storage.getItem(storageKey) === null ? 'signed-out' : 'signed-in'

  function change(next: SessionState): void {
    if (next !== 'signed-in') access = undefined
    state = next
    for (const listener of listeners) listener()
  }

  function keep(grant: Grant): AccessToken {
    storage.setItem(storageKey, grant.username)
    access = { value: grant.access_token, expiresAt: Date.now() + grant.expires_in * 1000 }
    return access
  }

  function end(): never {
    storage.removeItem(storageKey)
    change('ended')
    throw new ApiError(401, '')
  }

  // Tabs need not wait for each other: the service takes the cookie of a session as often as it comes.
  const renew = onlyOnce(async () => {
    try {
      return keep(await renewSession())
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) end()
      throw error
    }
  })

  async function callWith(token: AccessToken, path: string): Promise<unknown> {
    return send(path, { headers: { authorization: `Bearer ${token.value}` } })
  }

  window.addEventListener('storage', ({ key, oldValue, newValue }) => {
    if (key !== storageKey || oldValue === newValue) return
    // Another tab signed in or out, or signed in as somebody else.
    access = undefined
    change(newValue === null ? 'signed-out' : 'signed-in')
  })

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start(grant) {
      keep(grant)
      change('signed-in')
    },
    async signOut() {
      storage.removeItem(storageKey)
      change('signed-out')
      // Whoever signs out wants the page closed now, whether the service can be reached or not.
      await signOutSession().catch(() => undefined)
    },
    async call(path) {
      const isFresh = access !== undefined && Date.now() < access.expiresAt - renewBeforeMilliseconds
      const token = isFresh && access ? access : await renew()
      try {
        return await callWith(token, path)
      } catch (error) {
        if (!(error instanceof ApiError && error.status === 401)) throw error
        return callWith(await renew(), path)
      }
    },
  }
}

/** Whoever calls while it runs waits for the same result. */
function onlyOnce<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined
  return () => {
    running ??= work().finally(() => {
      running = undefined
    })
    return running
  }
}
