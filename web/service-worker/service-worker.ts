import type { Precache } from './precache.ts'

declare const self: ServiceWorkerGlobalScope
/** Put in by the build. */
declare const precache: Precache

const prefix = 'meterbridge-'
const current = prefix + precache.version
const start = '/'

// Keeps the whole dashboard in the browser, so that it opens without a connection. The service's own answers are never
// kept: what is not named here goes to the network.
self.addEventListener('install', (event) => {
  event.waitUntil(keepAll())
})

self.addEventListener('activate', (event) => {
  event.waitUntil(removeOld().then(() => self.clients.claim()))
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (!precache.paths.includes(url.pathname) && !url.pathname.startsWith('/assets/')) return
  event.respondWith(kept(url.pathname, request))
})

async function keepAll(): Promise<void> {
  const cache = await caches.open(current)
  await cache.addAll(precache.paths)
  await self.skipWaiting()
}

// Pages that were opened before an update still load their parts from the cache before this one.
async function removeOld(): Promise<void> {
  const ours = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== current)
  await Promise.all(ours.slice(0, -1).map((name) => caches.delete(name)))
}

async function kept(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(current)
  const known = (await cache.match(path)) ?? (path === start ? undefined : await caches.match(path))
  if (known) return known
  const response = await fetch(request)
  if (response.ok) await cache.put(path, response.clone())
  return response
}
