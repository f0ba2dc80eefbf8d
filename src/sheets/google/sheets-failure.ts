/**
 * What a failed call to Google means for the caller:
 * `refused` Google will not do it, `retry` it has not happened and may be tried again, `unknown` it may have happened.
 */
type FailureKind = 'refused' | 'retry' | 'unknown'

interface FailureExtras {
  status?: number
  retryAfterSeconds?: number
  /** Google's own words; for telling what was refused, not for people. */
  reason?: string
}

/** A call to Google that failed. The message is for people and says what to do. */
export class SheetsFailure extends Error {
  readonly kind: FailureKind
  readonly status: number | undefined
  readonly retryAfterSeconds: number | undefined
  readonly reason: string

  constructor(kind: FailureKind, message: string, extras: FailureExtras = {}) {
    super(message)
    this.name = 'SheetsFailure'
    this.kind = kind
    this.status = extras.status
    this.retryAfterSeconds = extras.retryAfterSeconds
    this.reason = extras.reason ?? ''
  }
}

/** The sheet cannot be understood; nothing is written until a person has put it right. */
export class SheetUnclearError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'SheetUnclearError'
  }
}

interface GoogleError {
  status: number | undefined
  code: string
  retryAfterSeconds: number | undefined
  reason: string
}

// The request never left this machine.
const notSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'CERT_HAS_EXPIRED'])

/** Judges an error of Google's client libraries; `account` is the service account's address. */
export function classify(error: unknown, account: string): SheetsFailure {
  if (error instanceof SheetsFailure) return error
  const { status, code, retryAfterSeconds, reason } = readError(error)
  const extras = {
    reason,
    ...(status === undefined ? {} : { status }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  }
  if (status === undefined)
    return new SheetsFailure(
      notSent.has(code) ? 'retry' : 'unknown',
      `Google cannot be reached or does not answer (${code}); it is tried again`,
      extras,
    )
  if (status === 429 || (status === 403 && /rateLimitExceeded|RATE_LIMIT_EXCEEDED/i.test(reason)))
    return new SheetsFailure('retry', "Google's quota is used up for the moment; it is tried again", extras)
  if (status >= 500 || status === 408)
    return new SheetsFailure('unknown', `Google has a fault (${status}); it is tried again`, extras)
  return new SheetsFailure(status === 401 ? 'retry' : 'refused', refusal(status, reason, account), extras)
}

function refusal(status: number, reason: string, account: string): string {
  if (status === 401) return `Google does not accept the token of ${account}; a new one is fetched`
  if (status === 403 && /has not been used in project|it is disabled|SERVICE_DISABLED/.test(reason))
    return 'The Google Sheets API is switched off for the service account; enable it in its Google Cloud project'
  if (status === 403) return `Google refuses access to the spreadsheet; share it with ${account} as an editor`
  if (status === 404)
    return `Google knows no such spreadsheet; check GOOGLE_SHEET_ID, and that the spreadsheet is shared with ${account}`
  if (status === 400 && /above the limit of \d+ cells/.test(reason))
    return 'The spreadsheet is full: Google allows 10 million cells. Copy tabs of earlier years into another spreadsheet and delete them here'
  if (status === 400 && /protected cell/i.test(reason))
    return `The tab is protected, so that nothing can be written into it; let ${account} edit the protected range, or take the protection away`
  return `Google refuses the request (${status}): ${reason.slice(0, 300)}`
}

/** Whether Google refused a range, because a tab has another name by now or has fewer rows. */
export function isRangeRefusal(error: unknown): boolean {
  return error instanceof SheetsFailure && error.kind === 'refused' && error.status === 400
}

function readError(error: unknown): GoogleError {
  const raw = (error ?? {}) as { response?: { status?: number; headers?: Headers; data?: unknown } }
  return {
    status: raw.response?.status,
    code: readCode(error),
    retryAfterSeconds: readRetryAfter(raw.response?.headers),
    reason: readReason(raw.response?.data),
  }
}

/** What the network says, which fetch and Google's client each wrap in an error of their own. */
function readCode(error: unknown): string {
  let name = 'unknown error'
  for (let each = error; each instanceof Error; each = each.cause) {
    if ('code' in each && typeof each.code === 'string') return each.code
    name = each.name
  }
  return name
}

function readRetryAfter(headers: Headers | undefined): number | undefined {
  const value = headers?.get?.('retry-after')
  if (!value) return undefined
  const seconds = Number(value)
  if (Number.isFinite(seconds)) return Math.max(0, seconds)
  const instant = Date.parse(value)
  return Number.isNaN(instant) ? undefined : Math.max(0, (instant - Date.now()) / 1000)
}

function readReason(data: unknown): string {
  const text = data instanceof ArrayBuffer ? Buffer.from(data).toString() : data
  const body = typeof text === 'string' ? parse(text) : text
  const error = (body as { error?: unknown } | undefined)?.error
  if (typeof error === 'string')
    return `${error} ${(body as { error_description?: string }).error_description ?? ''}`.trim()
  if (typeof error !== 'object' || error === null) return ''
  const { message, status, details, errors } = error as Record<string, unknown>
  const reasons = [...list(details), ...list(errors)].map((entry) => (entry as { reason?: string }).reason)
  return [message, status, ...reasons].filter((part) => typeof part === 'string').join(' ')
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
