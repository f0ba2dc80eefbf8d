import { type DestinationStream, type Logger, pino } from 'pino'

export type Log = Logger

interface LogSettings {
  level: string
  /** Readable lines for a person at a terminal instead of one JSON object a line. */
  format: 'json' | 'pretty'
}

const redacted = [
  'req.headers.authorization',
  'req.headers.cookie',
  '*.password',
  '*.secret',
  '*.token',
  '*.access_token',
]

export function createLog(settings: LogSettings, destination?: DestinationStream): Log {
  const options = {
    level: settings.level,
    redact: { paths: redacted, censor: '***' },
    base: null,
    serializers: { err: describeError },
  }
  if (settings.format === 'json') return destination ? pino(options, destination) : pino(options)
  return pino({ ...options, transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname' } } })
}

interface ErrorDescription {
  type: string
  message: string
  code?: string
}

/** An error without its stack and without the paths that Node.js puts into messages: a log may be read by others. */
function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, message: withoutPaths(String(error)) }
  const code = 'code' in error ? { code: String(error.code) } : {}
  return { type: error.name, message: withoutPaths(error.message), ...code }
}

function withoutPaths(text: string): string {
  return text.replaceAll(/(?:file:\/\/)?(?<![\w:/])\/(?:[\w.@-]+\/)+[\w.@-]*/g, '<path>')
}
