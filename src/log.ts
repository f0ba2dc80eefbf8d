import { createRequire } from 'node:module'
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'

export type Log = Logger

interface LogSettings {
  level: string
  /** Readable lines for a person at a terminal instead of one JSON object a line. */
  format: 'json' | 'pretty'
  /** Called with every error that is logged, and what is logged with it. */
  onError?: ((error: unknown, context: Readonly<Record<string, unknown>>) => void) | undefined
}

const redacted = [
  'req.headers.authorization',
  'req.headers.cookie',
  '*.password',
  '*.secret',
  '*.token',
  '*.access_token',
]

// What waits for room beyond that is dropped.
const mostWaiting = 1_000_000

/** Where the log's disk is full the service goes on, and what it had to say follows when there is room again. */
function standardOutput(): DestinationStream {
  const output = pino.destination({ dest: 1, sync: true, maxLength: mostWaiting })
  output.on('error', () => undefined)
  return output
}

export function createLog(settings: LogSettings, destination?: DestinationStream): Log {
  const options = {
    level: settings.level,
    redact: { paths: redacted, censor: '***' },
    base: null,
    serializers: { err: describeError },
    ...(settings.onError && { hooks: { logMethod: tellErrors(settings.onError) } }),
  }
  if (settings.format === 'json') return pino(options, destination ?? standardOutput())
  const pretty = createRequire(import.meta.url)('pino-pretty') as (options: object) => DestinationStream
  return pino(options, pretty({ ignore: 'pid,hostname' }))
}

const errorLevel = 50

type LogMethod = NonNullable<NonNullable<LoggerOptions['hooks']>['logMethod']>

function tellErrors(tell: NonNullable<LogSettings['onError']>): LogMethod {
  return function logMethod(parameters, method, level) {
    const [context] = parameters as readonly unknown[]
    if (level >= errorLevel && typeof context === 'object' && context !== null && 'err' in context)
      tell(context.err, { ...context })
    return method.apply(this, parameters)
  }
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
