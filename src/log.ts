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
  const options = { level: settings.level, redact: { paths: redacted, censor: '***' }, base: null }
  if (settings.format === 'json') return destination ? pino(options, destination) : pino(options)
  return pino({ ...options, transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname' } } })
}
