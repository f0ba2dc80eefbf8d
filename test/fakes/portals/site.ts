import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { silentLedger } from '../utility/connector-context.ts'

/** A few pages that one test needs. */
export interface Site {
  url: string
  seen: string[]
  close(): Promise<void>
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void

export async function startSite(answer: Answer): Promise<Site> {
  const seen: string[] = []
  const server = createServer({ keepAlive: true, keepAliveTimeout: 60_000 }, (request, response) => {
    seen.push(`${request.method} ${request.url}`)
    // What a server has not read it has not taken.
    request.on('data', () => undefined)
    request.on('end', () => answer(request, response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Answers with a page that has this body. */
export const page =
  (body: string): Answer =>
  (_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><body>${body}</body>`)

/** A reading for a recipe that types none. */
export const anyJob = {
  placement: {
    value: 4_200_000,
    rule: { field: 'meterValue' as const, decimals: 0, rounding: 'down' as const },
    meterDigits: 6,
    readingAt: Date.UTC(2026, 4, 2, 10),
    timeZone: 'Europe/Berlin',
    site: 'home',
    submission: 'the-submission',
    secrets: {},
  },
  receiptsOfOthers: async () => new Set<string>(),
  ledger: silentLedger,
}
