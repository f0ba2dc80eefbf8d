import { ApiError, type Grant, refreshGrant, revoke, send } from './api.ts'

// The access token lives in memory only. The refresh token is kept by the browser until it moves to a cookie that
// scripts cannot read.
const storageKey = 'meterbridge.refresh-token'
const lockName = 'meterbridge.refresh'
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
    storage.setItem(storageKey, grant.refresh_token)
    access = { value: grant.access_token, expiresAt: Date.now() + grant.expires_in * 1000 }
    return access
  }

  function end(): never {
    storage.removeItem(storageKey)
    change('ended')
    throw new ApiError(401, '')
  }

  // A refresh token may be used once, so one tab at a time renews, with what the last one left.
  const renew = onlyOnce(() =>
    exclusively(async () => {
      const refreshToken = storage.getItem(storageKey) ?? end()
      try {
        return keep(await refreshGrant(refreshToken))
      } catch (error) {
        if (error instanceof ApiError && (error.status === 400 || error.status === 401)) end()
        throw error
      }
    }),
  )

  async function callWith(token: AccessToken, path: string): Promise<unknown> {
    return send(path, { headers: { authorization: `Bearer ${token.value}` } })
  }

  window.addEventListener('storage', ({ key, newValue }) => {
    if (key === storageKey && (newValue === null) !== (state !== 'signed-in'))
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
      const refreshToken = storage.getItem(storageKey)
      storage.removeItem(storageKey)
      change('signed-out')
      // Whoever signs out wants the page closed now, whether the service can be reached or not.
      if (refreshToken !== null) await revoke(refreshToken).catch(() => undefined)
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

// Browsers know locks between tabs only on HTTPS and on this machine.
function exclusively<T>(work: () => Promise<T>): Promise<T> {
  return 'locks' in navigator ? navigator.locks.request(lockName, work) : work()
}
