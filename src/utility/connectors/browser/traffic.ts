import type { BrowserContext, Request } from 'playwright-core'

/** What is on its way between a portal and its pages. */
export interface Traffic {
  /** When a request last began or ended; now, while one is on its way. In milliseconds of the process. */
  lastAt(): number
}

// These stay open, or nobody waits for them.
const unending = ['eventsource', 'websocket', 'ping', 'media']

export function watchTraffic(context: BrowserContext): Traffic {
  const onTheirWay = new Set<Request>()
  let lastAt = performance.now()
  const end = (request: Request): void => {
    if (onTheirWay.delete(request)) lastAt = performance.now()
  }
  context.on('request', (request) => {
    if (!unending.includes(request.resourceType())) onTheirWay.add(request)
  })
  context.on('requestfinished', end)
  context.on('requestfailed', end)
  return { lastAt: () => (onTheirWay.size > 0 ? performance.now() : lastAt) }
}
