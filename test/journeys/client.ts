import { setTimeout as pause } from 'node:timers/promises'
import { type Answer, admin } from '../support/service.ts'

/** Sends a request as the admin; JSON where `body` is an object. Rejects where no answer comes in time. */
export type Call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>

// The longest that `Prefer: wait` may take, and a margin.
const longestAnswerMilliseconds = 75_000

/** Signs in at a service; the token outlives it, so the calls go to wherever `url` says at the time. */
export async function signIn(url: () => string | Promise<string>): Promise<Call> {
  const { json, text } = await send(`${await url()}/auth/token`, 'POST', admin, {})
  if (typeof json?.access_token !== 'string') throw new Error(`no token: ${text}`)
  const authorization = `Bearer ${json.access_token}`
  return async (method, path, body, headers = {}) =>
    send((await url()) + path, method, body, { authorization, ...headers })
}

async function send(url: string, method: string, body: unknown, headers: Record<string, string>): Promise<Answer> {
  const signal = AbortSignal.timeout(longestAnswerMilliseconds)
  const init: RequestInit = { method, headers, signal }
  if (body !== undefined) {
    init.body = typeof body === 'string' ? body : JSON.stringify(body)
    init.headers = { 'content-type': 'application/json', ...headers }
  }
  const response = await fetch(url, init)
  const text = await response.text()
  const isJson = /^application\/(problem\+)?json/.test(response.headers.get('content-type') ?? '')
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson && text !== '' ? JSON.parse(text) : undefined,
  }
}

/** Waits until a condition holds, and fails with `what` where it does not in time. */
export async function until(what: string, condition: () => boolean | Promise<boolean>, seconds = 120): Promise<void> {
  const end = Date.now() + seconds * 1000
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`)
    await pause(50)
  }
}
