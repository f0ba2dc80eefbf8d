import { texts } from '../shell/texts.ts'
import { ApiError } from './api-error.ts'
import { readAnswer } from './words.ts'

/** The service's origin, where the dashboard is not served by the service itself. */
const origin = import.meta.env.VITE_SERVICE_URL ?? ''

/** @throws ApiError for any answer that is no success. */
export async function send(path: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(origin + path, init).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError({ status: 0, message: texts.errors.unreachable })
  })
  if (response.ok) return response
  throw await toError(response)
}

/** What makes a request with a body of JSON. */
export function json(method: string, body: unknown): RequestInit {
  return { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

interface ProblemBody {
  type?: unknown
  detail?: unknown
  errors?: { path: string; message: string }[]
}

async function toError(response: Response): Promise<ApiError> {
  const { status } = response
  const {
    type,
    detail,
    errors = [],
  } = ((await readAnswer(await response.text()).catch(() => undefined)) ?? {}) as ProblemBody
  return new ApiError({
    status,
    message: typeof detail === 'string' ? detail : texts.errors.unexpected(status),
    type: typeof type === 'string' ? (type.split(/[/:]/).at(-1) ?? '') : '',
    fields: Object.fromEntries(errors.map(({ path, message }) => [path.slice(1), message])),
  })
}
