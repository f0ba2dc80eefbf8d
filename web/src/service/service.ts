import { json } from './send.ts'
import { readAnswer } from './words.ts'

type Query = Readonly<Record<string, string | number | boolean | undefined>>

/** The service's calls, as the person who is signed in. Each throws ApiError for an answer that is no success. */
export interface Service {
  get<Answer>(path: string, query?: Query): Promise<Answer>
  post<Answer>(path: string, body?: unknown): Promise<Answer>
  put<Answer>(path: string, body: unknown): Promise<Answer>
  patch<Answer>(path: string, body: unknown): Promise<Answer>
  delete(path: string): Promise<void>
  /** For what is no JSON: streams, files, pictures. */
  fetch: Fetch
}

export type Fetch = (path: string, init?: RequestInit) => Promise<Response>

export function createService(fetch: Fetch): Service {
  async function call<Answer>(path: string, init?: RequestInit): Promise<Answer> {
    const text = await (await fetch(path, init)).text()
    return (text === '' ? undefined : await readAnswer(text)) as Answer
  }
  return {
    get: (path, query) => call(pathWith(path, query)),
    post: (path, body = {}) => call(path, json('POST', body)),
    put: (path, body) => call(path, json('PUT', body)),
    patch: (path, body) => call(path, json('PATCH', body)),
    delete: (path) => call(path, { method: 'DELETE' }),
    fetch,
  }
}

/** A path with those parts of a query that are given. */
export function pathWith(path: string, query: Query = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`
}
