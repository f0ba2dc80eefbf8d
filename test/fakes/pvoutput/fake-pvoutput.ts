import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type FakePvoutput, PvoutputError, type SeenRequest } from './pvoutput-types.ts'
import { answerTo } from './services.ts'

const hour = 3_600_000

/** PVOutput as its API specification says: keys, hourly limit, texts of errors, one status an interval, one output a day. */
export async function startFakePvoutput(clock: () => number, timeZone: string): Promise<FakePvoutput> {
  const used = new Map<number, number>()
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const seen = await seenOf(request)
    fake.seen.push(seen)
    const thisHour = Math.floor(clock() / hour)
    const count = (used.get(thisHour) ?? 0) + 1
    used.set(thisHour, count)
    if (fake.isTellingLimits && seen.headers['x-rate-limit'] === '1') {
      response.setHeader('X-Rate-Limit-Remaining', Math.max(0, fake.requestsPerHour - count))
      response.setHeader('X-Rate-Limit-Limit', fake.requestsPerHour)
      response.setHeader('X-Rate-Limit-Reset', ((thisHour + 1) * hour) / 1000)
    }
    const isHandingOver = seen.service.startsWith('add')
    const fault = (isHandingOver ? fake.faults.shift() : undefined) ?? 'none'
    if (fault === 'drop') return void response.destroy()
    if (fault === 'hang') return
    if (fault === '503' || fault === '502') return end(response, Number(fault), '<html>')
    if (fault === 'nonsense') return end(response, 200, '<html>Welcome</html>')
    const { status, body } = answered(() => {
      signIn(fake, seen)
      if (count > fake.requestsPerHour)
        throw new PvoutputError(`Forbidden 403: Exceeded ${fake.requestsPerHour} requests per hour`)
      return answerTo(fake, seen, { now: clock(), timeZone })
    })
    if (fault === 'take-then-drop') return void response.destroy()
    if (fault === 'half-answer') {
      response.writeHead(status, { 'content-length': '500' })
      response.write(body.slice(0, -1))
      return void setTimeout(() => response.destroy(), 5)
    }
    end(response, status, body)
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const fake: FakePvoutput = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/service/r2`,
    apiKey: 'pv-secret-key',
    readOnlyKey: 'pv-read-only-key',
    systemId: '4711',
    systemSizeWatts: 10_000,
    faults: [],
    refusals: [],
    statusInterval: 5,
    leftOut: new Set(),
    requestsPerHour: 60,
    isTellingLimits: true,
    statuses: new Map(),
    outputs: new Map(),
    seen: [],
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return fake
}

async function seenOf(request: IncomingMessage): Promise<SeenRequest> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  const { method = '', headers } = request
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake')
  const service = pathname.replace('/service/r2/', '')
  return { method, service, headers, parameters: method === 'POST' ? new URLSearchParams(body) : searchParams }
}

function signIn(fake: FakePvoutput, { headers, service }: SeenRequest): void {
  const key = headers['x-pvoutput-apikey']
  if (key !== fake.apiKey && key !== fake.readOnlyKey) throw new PvoutputError('Unauthorized 401: Invalid API Key')
  if (headers['x-pvoutput-systemid'] !== fake.systemId) throw new PvoutputError('Unauthorized 401: Invalid System ID')
  if (key === fake.readOnlyKey && service.startsWith('add')) throw new PvoutputError('Forbidden 403: Read only key')
}

function answered(work: () => string): { status: number; body: string } {
  try {
    return { status: 200, body: work() }
  } catch (error) {
    if (error instanceof PvoutputError) return { status: error.status, body: error.message }
    throw error
  }
}

function end(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/plain;charset=UTF-8' })
  response.end(body)
}
