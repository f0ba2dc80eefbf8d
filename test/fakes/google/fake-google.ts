import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { GoogleError } from './google-error.ts'
import { createTab } from './model.ts'
import { perform } from './sheets-api.ts'
import { createTokens, GrantError } from './tokens.ts'
import type { FakeGoogle, FakeGoogleOptions, FakeRequestKind, Fault } from './types.ts'

export const serviceAccount = 'mirror@meterbridge.iam.gserviceaccount.com'

/** Google's token endpoint and Sheets API on a port of this machine. */
export async function startFakeGoogle(settings: FakeGoogleOptions = {}): Promise<FakeGoogle> {
  const options = {
    clock: Date.now,
    refusesKnownMarkers: true,
    returnsSpreadsheet: true,
    latencyMilliseconds: 0,
    perMinute: 60,
    ...settings,
  }
  const planned: { kind: FakeRequestKind; fault: Fault }[] = []
  const google: FakeGoogle = {
    url: '',
    options,
    requests: [],
    spreadsheets: new Map(),
    tokens: createTokens(Date.now),
    createSpreadsheet: (spreadsheetId, { timeZone = 'Europe/Berlin', sharedWith = [serviceAccount] } = {}) => {
      const tabs = [createTab(0, 'Sheet1')]
      const spreadsheet = {
        spreadsheetId,
        timeZone,
        locale: 'de_DE',
        tabs,
        markers: [],
        sharedWith: new Set(sharedWith),
      }
      google.spreadsheets.set(spreadsheetId, spreadsheet)
      return spreadsheet
    },
    createKey: (address = serviceAccount) =>
      JSON.stringify(google.tokens.createAccount(address, `${google.url}/token`).key),
    failNext: (kind, ...faults) => planned.push(...faults.map((fault) => ({ kind, fault }))),
    chooseFault: () => undefined,
    count: (kind) => google.requests.filter((request) => request.kind === kind).length,
    close: () => closeServer(server),
  }
  const nextFault = (kind: FakeRequestKind): Fault | undefined => {
    const index = planned.findIndex((entry) => entry.kind === kind)
    return index < 0 ? google.chooseFault(kind) : planned.splice(index, 1)[0]?.fault
  }
  const server = createServer((request, response) => {
    answer(google, request, response, nextFault).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  google.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/google`
  return google
}

async function closeServer(server: Server): Promise<void> {
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
}

async function answer(
  google: FakeGoogle,
  request: IncomingMessage,
  response: ServerResponse,
  nextFault: (kind: FakeRequestKind) => Fault | undefined,
): Promise<void> {
  const body = await readBody(request)
  const url = new URL(request.url ?? '/', 'http://fake')
  const path = url.pathname.replace(/^\/google/, '')
  const kind = kindOf(request.method ?? 'GET', path)
  const work = (): object => perform(google, { kind, path, query: url.searchParams, body, headers: request.headers })
  if (google.options.latencyMilliseconds > 0) await wait(google.options.latencyMilliseconds)
  const fault = nextFault(kind)
  const isQuick = fault?.kind === 'status' || fault === undefined
  if (fault?.kind === 'expired-token') google.tokens.revokeAll()
  if (fault?.kind === 'apply-then-drop' || fault?.kind === 'apply-then-hang') quietly(work)
  if (fault?.kind === 'late') setTimeout(() => quietly(work), fault.milliseconds)
  if (fault?.kind === 'hang' || fault?.kind === 'apply-then-hang') return
  if (!isQuick && fault.kind !== 'expired-token') {
    response.destroy()
    return
  }
  reply(response, () => {
    if (fault?.kind === 'status') throw statusError(fault)
    return work()
  })
}

function statusError({ status, message, retryAfterSeconds }: Extract<Fault, { kind: 'status' }>): GoogleError {
  const headers: Record<string, string> =
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
  return new GoogleError(status, message ?? `Injected ${status}`, headers)
}

function quietly(work: () => unknown): void {
  try {
    work()
  } catch {
    // Nobody is there to be told.
  }
}

function reply(response: ServerResponse, work: () => object): void {
  try {
    send(response, 200, work())
  } catch (error) {
    if (error instanceof GrantError) send(response, 400, { error: 'invalid_grant', error_description: error.message })
    else if (error instanceof GoogleError) send(response, error.code, error.toBody(), error.headers)
    else send(response, 500, { error: { code: 500, message: String(error), status: 'INTERNAL' } })
  }
}

function send(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=UTF-8', ...headers })
    .end(JSON.stringify(body))
}

function kindOf(method: string, path: string): FakeRequestKind {
  if (path === '/token') return 'token'
  return method === 'GET' ? 'read' : 'write'
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
