import type { Role } from '../../../src/auth/roles.ts'
import { ApiError, statusOf } from '../service/api-error.ts'
import { send } from '../service/send.ts'
import type { Fetch } from '../service/service.ts'
import { type Grant, renewSession, signOutSession } from './session-calls.ts'

// The access token lives in memory only, and what brings the next one is a cookie that no script can read. All that
// scripts keep is who signed in here last, so that a page knows at once what to show, and tabs hear of each other.
const storageKey = 'meterbridge.signed-in'
const renewBeforeMilliseconds = 30_000

export type SessionState = 'signed-out' | 'signed-in' | 'ended'

/** Who is signed in. */
export interface Person {
  username: string
  role: Role
  scopes: readonly string[]
}

/** Who is signed in on this page, in every tab of this browser. */
export interface Session {
  state(): SessionState
  person(): Person | undefined
  subscribe(listener: () => void): () => void
  start(grant: Grant): void
  signOut(): Promise<void>
  /** Sends a request as the person who is signed in. @throws ApiError; one with status 401 also ends the session. */
  fetch: Fetch
}

interface AccessToken {
  value: string
  expiresAt: number
}

export function createSession(storage: Storage): Session {
  const listeners = new Set<() => void>()
  let access: AccessToken | undefined
  let person = readPerson(storage.getItem(storageKey))
  let state: SessionState = person ? 'signed-in' : 'signed-out'

  function change(next: SessionState): void {
    if (next !== 'signed-in') {
      access = undefined
      person = undefined
    }
    state = next
    for (const listener of listeners) listener()
  }

  function keep(grant: Grant): AccessToken {
    const written = JSON.stringify({ username: grant.username, role: grant.role, scopes: grant.scope.split(' ') })
    if (storage.getItem(storageKey) !== written || !person) {
      storage.setItem(storageKey, written)
      person = readPerson(written)
      change('signed-in')
    }
    access = { value: grant.access_token, expiresAt: Date.now() + grant.expires_in * 1000 }
    return access
  }

  function end(): never {
    storage.removeItem(storageKey)
    change('ended')
    throw new ApiError({ status: 401, message: '' })
  }

  // Tabs need not wait for each other: the service takes the cookie of a session as often as it comes.
  const renew = onlyOnce(async () => {
    try {
      return keep(await renewSession())
    } catch (error) {
      if (statusOf(error) === 401) end()
      throw error
    }
  })

  window.addEventListener('storage', ({ key, oldValue, newValue }) => {
    if (key !== storageKey || oldValue === newValue) return
    // Another tab signed in or out, or signed in as somebody else.
    access = undefined
    person = readPerson(newValue)
    change(person ? 'signed-in' : 'signed-out')
  })

  // The page will ask for something as soon as it is shown; whoever asks then tells what went wrong.
  if (person) renew().catch(() => undefined)

  return {
    state: () => state,
    person: () => person,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start: keep,
    async signOut() {
      storage.removeItem(storageKey)
      change('signed-out')
      // Whoever signs out wants the page closed now, whether the service can be reached or not.
      await signOutSession().catch(() => undefined)
    },
    async fetch(path, init) {
      const token = isFresh(access) ? access : await renew()
      try {
        return await sendWith(token, path, init)
      } catch (error) {
        if (statusOf(error) !== 401) throw error
        return sendWith(await renew(), path, init)
      }
    },
  }
}

function isFresh(token: AccessToken | undefined): token is AccessToken {
  return token !== undefined && Date.now() < token.expiresAt - renewBeforeMilliseconds
}

function sendWith(token: AccessToken, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers)
  headers.set('authorization', `Bearer ${token.value}`)
  return send(path, { ...init, headers })
}

function readPerson(text: string | null): Person | undefined {
  try {
    const person = JSON.parse(text ?? 'null') as Person | null
    return Array.isArray(person?.scopes) ? (person ?? undefined) : undefined
  } catch {
    return undefined
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
