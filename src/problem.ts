/** One place in the caller's input, as a JSON pointer, and what would be right there. */
export interface InputError {
  path: string
  message: string
}

interface ProblemExtras {
  /** A slug that names the kind of problem; becomes the `type` URI. Default: the status' own title. */
  type?: string
  errors?: readonly InputError[]
  headers?: Readonly<Record<string, string>>
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
  507: 'Insufficient Storage',
}

/** The title of an HTTP status, RFC 9110. */
export function statusTitle(status: number): string {
  return titles[status] ?? (status < 500 ? 'Bad Request' : 'Internal Server Error')
}

/** A refusal that the caller may read: RFC 9457 problem details, thrown anywhere and answered by `http/`. */
export class Problem extends Error {
  readonly status: number
  readonly type: string | undefined
  readonly errors: readonly InputError[] | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, detail: string, extras: ProblemExtras = {}) {
    super(detail)
    this.name = 'Problem'
    this.status = status
    this.type = extras.type
    this.errors = extras.errors
    this.headers = extras.headers ?? {}
  }
}
