import { createStackParser, createTransport, type StackFrame } from '@sentry/core'
import { nodeStackLineParser, ServerRuntimeClient } from '@sentry/core/server'
import type { Secret } from '../secret.ts'
import { createSecretFilter } from './without-secrets.ts'

interface ErrorTrackingSettings {
  dsn: Secret
  release: string
  environment: string
  /** Never to be sent, wherever they may stand. */
  secrets: readonly Secret[]
}

export interface ErrorTracking {
  /** Sends an error, and of its context what names a thing of ours; one alike at most every five minutes. */
  capture(error: unknown, context: Readonly<Record<string, unknown>>): void
  /** Waits for what is on its way, two seconds at most. */
  stop(): Promise<void>
}

const toldContext = ['requestId', 'job', 'site', 'connector', 'submission']
const quietMilliseconds = 5 * 60_000
const mostRemembered = 200
const flushMilliseconds = 2000
const parseStack = createStackParser(nodeStackLineParser())

/**
 * Sends errors to Sentry. The event is built here from what may be known elsewhere: no request, no header, no body, no
 * variables, and no path outside of the program.
 */
export function createErrorTracking({ dsn, release, environment, secrets }: ErrorTrackingSettings): ErrorTracking {
  const client = openClient(dsn)
  const withoutSecrets = createSecretFilter(secrets)
  const sentAt = new Map<string, number>()
  const isNew = (key: string): boolean => {
    const before = sentAt.get(key)
    if (before !== undefined && performance.now() - before < quietMilliseconds) return false
    if (sentAt.size >= mostRemembered) sentAt.clear()
    sentAt.set(key, performance.now())
    return true
  }
  return {
    capture: (error, context) => {
      const { name: type, message, stack = '' } = error instanceof Error ? error : new Error(String(error))
      const value = withoutSecrets(message)
      const frames = parseStack(stack).map(ownFrame)
      if (!isNew(`${type} ${value} ${JSON.stringify(frames.at(-1))}`)) return
      const told = toldContext.flatMap((name) => (typeof context[name] === 'string' ? [[name, context[name]]] : []))
      const tags = Object.fromEntries(told) as Record<string, string>
      const exception = { values: [{ type, value, stacktrace: { frames } }] }
      client.captureEvent({ level: 'error', release, environment, platform: 'node', exception, tags })
    },
    stop: async () => {
      await client.close(flushMilliseconds)
    },
  }
}

function openClient(dsn: Secret): ServerRuntimeClient {
  const client = new ServerRuntimeClient({
    dsn: dsn.reveal(),
    integrations: [],
    stackParser: parseStack,
    sendClientReports: false,
    transport: (options) =>
      createTransport(options, async ({ body }) => {
        const response = await fetch(options.url, { method: 'POST', body: Uint8Array.from(bytesOf(body)) })
        await response.body?.cancel()
        return {
          statusCode: response.status,
          headers: {
            'x-sentry-rate-limits': response.headers.get('x-sentry-rate-limits'),
            'retry-after': response.headers.get('retry-after'),
          },
        }
      }),
  })
  client.init()
  return client
}

function bytesOf(body: string | Uint8Array): Uint8Array {
  return typeof body === 'string' ? Buffer.from(body) : body
}

/** Of a place in the code its name within the program; the machine's own paths say nothing. */
function ownFrame({ filename = '', function: name = '?', lineno = 0 }: StackFrame): StackFrame {
  const place = /(?:^|\/)((?:src|dist|node_modules|bin)\/.*)$/.exec(filename)?.[1] ?? filename.replace(/^.*\//, '')
  return { filename: place, in_app: /^(?:src|dist)\//.test(place), function: name, lineno }
}
