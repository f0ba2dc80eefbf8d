import type { Role } from '../../../src/auth/roles.ts'
import { json, send } from '../service/send.ts'

/** The answer of `/auth/session` and `/auth/setup`. */
export interface Grant {
  access_token: string
  expires_in: number
  scope: string
  username: string
  role: Role
}

const withCookie: RequestInit = { credentials: 'include' }

export async function isSetupNeeded(): Promise<boolean> {
  const { needed } = (await (await send('/auth/setup')).json()) as { needed: boolean }
  return needed
}

export function makeFirstAccount(account: { token: string; username: string; password: string }): Promise<Grant> {
  return grant('/auth/setup', json('POST', account))
}

export function signInWithPassword(pair: { username: string; password: string }): Promise<Grant> {
  return grant('/auth/session', json('POST', pair))
}

/** The next access token, for the cookie that the browser keeps. @throws ApiError 401 where the session has ended. */
export function renewSession(): Promise<Grant> {
  return grant('/auth/session/refresh', { method: 'POST' })
}

export async function signOutSession(): Promise<void> {
  await send('/auth/session', { ...withCookie, method: 'DELETE' })
}

async function grant(path: string, init: RequestInit): Promise<Grant> {
  return (await (await send(path, { ...withCookie, ...init })).json()) as Grant
}
