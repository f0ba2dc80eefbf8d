interface Refusal {
  status: number
  message: string
  type?: string
  fields?: Readonly<Record<string, string>>
}

/** A refusal by the service, or status 0 where it cannot be reached. The message may be shown. */
export class ApiError extends Error {
  readonly status: number
  /** The last part of the problem's type, such as `conflict`; empty where it has none. */
  readonly type: string
  /** Sentences by the field that they are about; fields within fields are parted by `/`. */
  readonly fields: Readonly<Record<string, string>>

  constructor({ status, message, type = '', fields = {} }: Refusal) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.type = type
    this.fields = fields
  }
}

/** The status of a refusal; undefined for any other error. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof ApiError ? error.status : undefined
}

/** Whether it may pass by itself: no connection, or a service that is busy or ill. */
export function isTransient(error: unknown): boolean {
  const status = statusOf(error)
  return status !== undefined && (status === 0 || status === 429 || status >= 500)
}

/** Whether the same request would be refused again, whatever the connection and whoever signs in anew. */
export function isRefusal(error: unknown): boolean {
  const status = statusOf(error) ?? 0
  return status >= 400 && status < 500 && ![401, 408, 429].includes(status)
}

/** What a refusal says about each of these fields of a form, and the refusal itself where it is about nothing in it. */
export function refusalAt<Field extends string>(
  error: Error | null,
  fields: readonly Field[],
): { at: Partial<Record<Field, string>>; rest: Error | null } {
  const told = error instanceof ApiError ? Object.entries(error.fields) : []
  const at: Partial<Record<Field, string>> = {}
  for (const field of fields) {
    const [, sentence] = told.find(([path]) => path === field || path.startsWith(`${field}/`)) ?? []
    if (sentence !== undefined) at[field] = sentence
  }
  return { at, rest: Object.keys(at).length > 0 ? null : error }
}
