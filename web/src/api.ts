import { texts } from './texts.ts'

/** The answer of `/auth/session` and `/auth/setup`. */
export interface Grant {
  access_token: string
  expires_in: number
  scope: string
  username: string
}

interface LatestValue {
  value: number
  timestamp: string
  source: string
}

export interface CurrentReading {
  site: string
  reading: { note: string | null }
  latest: { inverterKwh?: LatestValue; meterValue?: LatestValue }
}

/** A refusal by the service, or status 0 where it cannot be reached. The message may be shown. */
export class ApiError extends Error {
  readonly status: number
  /** Sentences by the field that they are about. */
  readonly fields: Readonly<Record<string, string>>

  constructor(status: number, message: string, fields: Readonly<Record<string, string>> = {}) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.fields = fields
  }
}

/** @throws ApiError for any answer that is no success. */
export async function send(path: string, init?: RequestInit): Promise<unknown> {
  const response = await fetch(path, init).catch(() => {
    throw new ApiError(0, texts.errors.unreachable)
  })
  const body: unknown = await response.json().catch(() => undefined)
  if (response.ok) return body
  throw toError(response.status, body)
}

export async function isSetupNeeded(): Promise<boolean> {
  const { needed } = (await send('/auth/setup')) as { needed: boolean }
  return needed
}

export async function makeFirstAccount(account: { token: string; username: string; password: string }): Promise<Grant> {
  return (await send('/auth/setup', json(account))) as Grant
}

export async function signInWithPassword(pair: { username: string; password: string }): Promise<Grant> {
  return (await send('/auth/session', json(pair))) as Grant
}

/** The next access token, for the cookie that the browser keeps. @throws ApiError 401 where the session has ended. */
export async function renewSession(): Promise<Grant> {
  return (await send('/auth/session/refresh', { method: 'POST', credentials: 'include' })) as Grant
}

export async function signOutSession(): Promise<void> {
  await send('/auth/session', { method: 'DELETE', credentials: 'include' })
}

function json(body: unknown): RequestInit {
  const headers = { 'content-type': 'application/json' }
  return { method: 'POST', credentials: 'include', headers, body: JSON.stringify(body) }
}

interface ProblemBody {
  detail?: unknown
  errors?: { path: string; message: string }[]
}

function toError(status: number, body: unknown): ApiError {
  const { detail, errors = [] } = (body ?? {}) as ProblemBody
  const fields = Object.fromEntries(errors.map(({ path, message }) => [path.slice(1), message]))
  return new ApiError(status, typeof detail === 'string' ? detail : texts.errors.unexpected(status), fields)
}
