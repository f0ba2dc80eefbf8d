const statuses: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
}

/** An answer as Google's APIs give it: `{ error: { code, message, status } }`. */
export class GoogleError extends Error {
  readonly code: number
  readonly headers: Record<string, string>

  constructor(code: number, message: string, headers: Record<string, string> = {}) {
    super(message)
    this.name = 'GoogleError'
    this.code = code
    this.headers = headers
  }

  toBody(): object {
    return { error: { code: this.code, message: this.message, status: statuses[this.code] ?? 'UNKNOWN' } }
  }
}

export function invalid(message: string): GoogleError {
  return new GoogleError(400, message)
}
