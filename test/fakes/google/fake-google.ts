import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { suffer } from './faults.ts'
import { GoogleError } from './google-error.ts'
import { createTab, type FakeSpreadsheet } from './model.ts'
import { perform } from './sheets-api.ts'
import { createTokens, GrantError } from './tokens.ts'
import type { FakeCall, FakeGoogle, FakeGoogleOptions, FakeRequestKind, Fault } from './types.ts'

export const serviceAccount = 'mirror@meterbridge.iam.gserviceaccount.com'

/** Google's token endpoint, Sheets API and the bit of Drive's that is needed, on a port of this machine. */
export async function startFakeGoogle(settings: FakeGoogleOptions = {}): Promise<FakeGoogle> {
  const options = {
    clock: Date.now,
    refusesKnownMarkers: true,
    returnsSpreadsheet: true,
    latencyMilliseconds: 0,
    perMinute: 60,
    defer: (work: () => void, milliseconds: number) => {
      setTimeout(work, milliseconds)
    },
    ...settings,
  }
  const planned: { kind: FakeRequestKind; fault: Fault }[] = []
  const lives = createLives()
  const google: FakeGoogle = {
    url: '',
    options,
    requests: [],
    spreadsheets: new Map(),
    tokens: createTokens(Date.now),
    createSpreadsheet: (spreadsheetId, spreadsheetSettings) => {
      const spreadsheet = newSpreadsheet(spreadsheetId, spreadsheetSettings)
      google.spreadsheets.set(spreadsheetId, spreadsheet)
      return spreadsheet
    },
    createKey: (address = serviceAccount) =>
      JSON.stringify(google.tokens.createAccount(address, `${google.url}/token`).key),
    failNext: (kind, ...faults) => planned.push(...faults.map((fault) => ({ kind, fault }))),
    chooseFault: () => undefined,
    beforeApply: () => undefined,
    count: (kind) => google.requests.filter((request) => request.kind === kind).length,
    underWay: lives.underWay,
    hanging: lives.hanging,
    openLife: () => lives.open(google.url),
    close: () => closeServer(server),
  }
  const nextFault = (call: FakeCall): Fault | undefined => {
    const index = planned.findIndex((entry) => entry.kind === call.kind)
    return index < 0 ? google.chooseFault(call.kind, call) : planned.splice(index, 1)[0]?.fault
  }
  const server = createServer((request, response) => {
    lives.begin(request.url ?? '', response)
    const travel = lives.traveller(google.options)
    answer({ google, request, response, nextFault, travel }).then(
      (isAnswered) => isAnswered || lives.leave(response),
      () => response.destroy(),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  google.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/google`
  return google
}

function newSpreadsheet(
  spreadsheetId: string,
  {
    timeZone = 'Europe/Berlin',
    locale = 'de_DE',
    sharedWith = [serviceAccount],
  }: Parameters<FakeGoogle['createSpreadsheet']>[1] = {},
): FakeSpreadsheet {
  return {
    spreadsheetId,
    timeZone,
    locale,
    tabs: [createTab(0, 'Sheet1')],
    markers: [],
    sharedWith: new Set(sharedWith),
    readers: new Set(),
    isTrashed: false,
  }
}

const lifePattern = /^\/google(\/life-\d+)?/

/** Follows who asks, so that one life of a service can be cut off while its successor is heard. */
function createLives() {
  const responses = new Map<ServerResponse, string>()
  const left = new Set<ServerResponse>()
  const ended = new Set<string>()
  let count = 0
  return {
    underWay: () => responses.size - left.size,
    hanging: () => left.size,
    /** It hangs, until somebody breaks the connection. */
    leave: (response: ServerResponse): void => {
      if (responses.has(response)) left.add(response)
    },
    begin: (url: string, response: ServerResponse): void => {
      const life = lifePattern.exec(url)?.[1] ?? ''
      if (ended.has(life)) {
        response.socket?.resetAndDestroy()
        return
      }
      responses.set(response, life)
      response.once('close', () => {
        responses.delete(response)
        left.delete(response)
      })
    },
    traveller:
      ({ defer, latencyMilliseconds }: FakeGoogle['options']) =>
      async (response: ServerResponse): Promise<void> => {
        left.add(response)
        await new Promise<void>((resolve) => defer(resolve, latencyMilliseconds))
        left.delete(response)
      },
    open: (root: string) => {
      count++
      const life = `/life-${count}`
      return {
        url: `${root}${life}`,
        cut: () => {
          ended.add(life)
          for (const [response, owner] of responses) if (owner === life) response.socket?.resetAndDestroy()
        },
      }
    },
  }
}

async function closeServer(server: Server): Promise<void> {
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
}

interface Arrival {
  google: FakeGoogle
  request: IncomingMessage
  response: ServerResponse
  nextFault: (call: FakeCall) => Fault | undefined
  /** Resolves when the request has come all the way. */
  travel: (response: ServerResponse) => Promise<void>
}

/** @returns whether somebody answers; else it hangs or is cut off */
async function answer({ google, request, response, nextFault, travel }: Arrival): Promise<boolean> {
  const body = await readBody(request)
  const url = new URL(request.url ?? '/', 'http://fake')
  const path = url.pathname.replace(lifePattern, '')
  const kind = kindOf(request.method ?? 'GET', path)
  const call: FakeCall = { kind, path, query: url.searchParams, body, headers: request.headers }
  if (google.options.latencyMilliseconds > 0) await travel(response)
  if (response.destroyed) return false
  const rest = suffer(google, nextFault(call), response, () => perform(google, call))
  if (rest) reply(response, rest)
  return rest !== undefined
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
  if (path.startsWith('/drive/')) return 'drive'
  return method === 'GET' ? 'read' : 'write'
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
