import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'

/** What goes wrong with the next request that would store a reading. */
export type PortalFault =
  | 'none'
  | 'drop'
  | 'take-then-drop'
  | '500'
  | 'take-then-500'
  | 'take-without-receipt'
  | 'take-slowly'
  | 'refuse-low'
  | 'expire-session'
  | 'captcha'

/** A reading as the portal has it. */
export interface StoredReading {
  date: string
  value: string
  receipt: string
}

export interface Portal {
  url: string
  username: string
  password: string
  stored: StoredReading[]
  /** Requests in their order, as `POST /reading`. */
  seen: string[]
  /** Used up from the front, one for each request that would store a reading. */
  faults: PortalFault[]
  /** Pages, by path, that answer 503 so often before they work. */
  failing: Map<string, number>
  /** How often somebody has signed in, or tried to. */
  signIns: number
  showsCaptcha: boolean
  /** Ends everybody's session. */
  endSessions(): void
  close(): Promise<void>
}

/** One request to a portal, read whole. */
export interface Visitor {
  portal: Portal
  method: string
  path: string
  query: URLSearchParams
  form: URLSearchParams
  json: Record<string, string>
  /** Whoever is signed in has one. */
  session: string | undefined
  request: IncomingMessage
  response: ServerResponse
}

export type PortalPages = (visitor: Visitor, sessions: Set<string>) => void | Promise<void>

/** Starts a portal on a port of its own. */
export async function startPortal(pages: PortalPages): Promise<Portal> {
  const sessions = new Set<string>()
  const server = createServer((request, response) => {
    serve(portal, sessions, pages, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const portal: Portal = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    username: 'erika.mustermann@mail.example',
    password: 'Fünf Eimer Öl!',
    stored: [],
    seen: [],
    faults: [],
    failing: new Map(),
    signIns: 0,
    showsCaptcha: false,
    endSessions: () => sessions.clear(),
    close: () => close(server),
  }
  return portal
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

async function serve(
  portal: Portal,
  sessions: Set<string>,
  pages: PortalPages,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', portal.url)
  const method = request.method ?? 'GET'
  let body = ''
  for await (const chunk of request) body += String(chunk)
  if (pathname === '/favicon.ico') return void response.writeHead(204).end()
  portal.seen.push(`${method} ${pathname}`)
  const failures = portal.failing.get(pathname) ?? 0
  if (failures > 0) {
    portal.failing.set(pathname, failures - 1)
    return sendPage(response, '<h1>Wartungsarbeiten</h1>', 503)
  }
  const isJson = request.headers['content-type']?.includes('json') === true
  const session = /(?:^|; )session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1]
  await pages(
    {
      portal,
      method,
      path: pathname,
      query: searchParams,
      form: new URLSearchParams(isJson ? '' : body),
      json: isJson ? (JSON.parse(body) as Record<string, string>) : {},
      session: session !== undefined && sessions.has(session) ? session : undefined,
      request,
      response,
    },
    sessions,
  )
}

/** Whether name and password are right; a new session is then set. */
export function signIn(
  { portal, response }: Visitor,
  sessions: Set<string>,
  given: { username: string | null; password: string | null },
): boolean {
  portal.signIns++
  if (given.username !== portal.username || given.password !== portal.password) return false
  const session = `s${Math.random().toString(36).slice(2)}`
  sessions.add(session)
  response.setHeader('set-cookie', `session=${session}; Path=/; HttpOnly`)
  return true
}

/** Takes a reading, or does what the next fault says; `done` answers where an answer is to be given. */
export async function takeReading(
  visitor: Visitor,
  sessions: Set<string>,
  reading: Omit<StoredReading, 'receipt'>,
  done: (result: { receipt?: string; refusal?: string; isCaptcha?: boolean }) => void,
): Promise<void> {
  const { portal, response, request } = visitor
  const take = (): string => {
    const receipt = `R-${String(portal.stored.length + 1).padStart(5, '0')}`
    portal.stored.push({ ...reading, receipt })
    return receipt
  }
  switch (portal.faults.shift() ?? 'none') {
    case 'none':
      return done({ receipt: take() })
    case 'drop':
      return void request.socket.destroy()
    case 'take-then-drop':
      take()
      return void request.socket.destroy()
    case '500':
      return sendPage(response, '<h1>Interner Fehler</h1>', 500)
    case 'take-then-500':
      take()
      return sendPage(response, '<h1>Interner Fehler</h1>', 500)
    case 'take-without-receipt':
      take()
      return sendPage(response, '<h1>Ihre Anfrage wird bearbeitet</h1>')
    case 'take-slowly':
      await setTimeout(400)
      return done({ receipt: take() })
    case 'refuse-low':
      return done({ refusal: 'Der Zählerstand ist niedriger als der letzte Zählerstand.' })
    case 'expire-session':
      sessions.clear()
      return void response.writeHead(303, { location: '/login' }).end()
    case 'captcha':
      return done({ isCaptcha: true })
  }
}

/** Answers with a page. */
export function sendPage(response: ServerResponse, body: string, status = 200): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' })
  response.end(`<!doctype html><html lang="de"><head><title>Portal</title></head><body>${body}</body></html>`)
}

export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location }).end()
}

export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
