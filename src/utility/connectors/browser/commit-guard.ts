import type { APIResponse, BrowserContext, Request, Route } from 'playwright-core'

/** Watches over what leaves a portal's pages. */
export interface CommitGuard {
  /** From now on every request that may submit something leaves exactly once. */
  arm(): void
  isArmed(): boolean
  /** Whether no guarded request is on its way. */
  isQuiet(): boolean
  /** Whether one of them has left and got no answer; what a page says after that refuses nothing. */
  isUnanswered(): boolean
}

const harmlessMethods = ['HEAD', 'OPTIONS']
const repeatedElsewhere = [307, 308]
const mostRedirects = 5
const once = { maxRetries: 0, maxRedirects: 0, timeout: 0 } as const

/**
 * Lets a context reach its origins only, and guards what it sends after the point of no return: Chromium by itself repeats
 * a request, a POST too, when a kept-alive connection dies before the answer, so it is made here, once, and its answer
 * handed in. After one that got no answer none like it is sent: whatever tries again would send the reading twice.
 */
export async function guardContext(context: BrowserContext, origins: readonly string[]): Promise<CommitGuard> {
  let isArmed = false
  let onTheirWay = 0
  const unanswered = new Set<string>()
  const send = async (route: Route, request: Request): Promise<void> => {
    onTheirWay++
    try {
      await route.fulfill({ response: await fetchOnce(route, request, origins) })
    } catch {
      unanswered.add(likenessOf(request))
      await abort(route)
    } finally {
      onTheirWay--
    }
  }
  await context.route('**/*', async (route, request) => {
    if (!isAllowed(request.url(), origins)) return await abort(route)
    if (!isArmed || !maySubmit(request)) return await route.continue().catch(() => undefined)
    return unanswered.has(likenessOf(request)) ? await abort(route) : await send(route, request)
  })
  return {
    arm: () => {
      isArmed = true
    },
    isArmed: () => isArmed,
    isQuiet: () => onTheirWay === 0,
    isUnanswered: () => unanswered.size > 0,
  }
}

/** Whether a reading may go out with it: some portals submit by a link. What a page loads by GET for itself is no such. */
function maySubmit(request: Request): boolean {
  if (request.method() !== 'GET') return !harmlessMethods.includes(request.method())
  return request.isNavigationRequest() && URL.parse(request.url())?.protocol.startsWith('http') === true
}

/** What must not leave again when one of it got no answer: that address, or anything that is no mere address. */
function likenessOf(request: Request): string {
  return request.method() === 'GET' ? request.url() : 'no GET'
}

// A redirect that repeats the request would be followed by Chromium, unguarded; every hop is made here instead. An address
// leads on by itself, since a page must know where it is.
async function fetchOnce(route: Route, request: Request, origins: readonly string[]): Promise<APIResponse> {
  let response = await route.fetch(once)
  if (request.method() === 'GET') return response
  for (let hops = 0; repeatedElsewhere.includes(response.status()); hops++) {
    const place = URL.parse(response.headers()['location'] ?? '', response.url())
    if (!place || hops === mostRedirects || !isAllowed(place.href, origins)) throw new Error('it leads elsewhere')
    response = await route.fetch({ ...once, url: place.href })
  }
  return response
}

/** Whether a page may ask for it: the origins of the recipe, and what a page holds itself. */
export function isAllowed(address: string, origins: readonly string[]): boolean {
  const url = new URL(address)
  return ['data:', 'blob:', 'about:'].includes(url.protocol) || origins.includes(url.origin)
}

// The page may have gone meanwhile, and the request with it.
async function abort(route: Route): Promise<void> {
  await route.abort('blockedbyclient').catch(() => undefined)
}
