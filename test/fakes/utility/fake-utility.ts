import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answer, readText, seenOf, serve } from './fake-routes.ts'
import type { FakeUtility, State } from './fake-types.ts'

/** A utility's HTTP API with OAuth, idempotency keys, a list of readings and every way to fail. */
export async function startFakeUtility(clock: () => number): Promise<FakeUtility> {
  const other = await listen((request, response) => {
    readText(request)
      .then((body) => {
        fake.seenElsewhere.push(seenOf(request, body))
        answer(response, 200, { receipt: 'not-the-utility', status: 'done', readings: [] })
      })
      .catch(() => undefined)
  })
  const server = await listen((request, response) => {
    serve(fake, state, request, response).catch(() => response.destroy())
  })
  const state: State = { clock, tokens: new Set(), kept: new Map(), decisions: new Map() }
  const fake: FakeUtility = {
    url: urlOf(server),
    elsewhere: urlOf(other),
    faults: [],
    lookupFaults: [],
    pollFaults: [],
    tokenFaults: [],
    taken: [],
    seen: [],
    seenElsewhere: [],
    clientSecret: 'client-secret',
    isHonouringKeys: false,
    showsAfterMilliseconds: 0,
    pollsBeforeDecision: 1,
    retryAfterSeconds: 7,
    takenOf: (date, reading) => fake.taken.filter((one) => one.date === date && one.reading === reading),
    close: async () => {
      for (const one of [server, other]) {
        one.closeAllConnections()
        await new Promise((resolve) => one.close(resolve))
      }
    },
  }
  return fake
}

async function listen(handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const server = createServer(handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
