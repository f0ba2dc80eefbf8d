import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Hands requests on to the services that say they are ready, in turn, as what stands before a fleet does. */
export interface Balancer {
  url: string
  /** These and no others are asked from now on whether they are ready. */
  use(urls: readonly string[]): void
  /** How many of them were ready when they were asked last. */
  ready(): number
  close(): void
}

const askEveryMilliseconds = 100

export async function startBalancer(): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true })
  let urls: readonly string[] = []
  let ready: readonly string[] = []
  let turn = 0
  const ask = async (): Promise<void> => {
    const asked = await Promise.all(urls.map(async (url) => ((await isReady(url)) ? [url] : [])))
    ready = asked.flat().filter((url) => urls.includes(url))
  }
  const timer = setInterval(() => {
    ask().catch(() => undefined)
  }, askEveryMilliseconds)
  const server = createServer((incoming, response) => {
    turn += 1
    const target = ready[turn % ready.length]
    if (target === undefined) response.writeHead(502).end()
    else handOn(agent, target, incoming, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    use: (next) => {
      urls = next
      ready = ready.filter((url) => next.includes(url))
    },
    ready: () => ready.length,
    close: () => {
      clearInterval(timer)
      agent.destroy()
      server.closeAllConnections()
      server.close()
    },
  }
}

async function isReady(url: string): Promise<boolean> {
  return await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2000) }).then(
    ({ ok }) => ok,
    () => false,
  )
}

// Nothing is ever sent twice: what a service has begun nobody but the client may ask for again.
function handOn(agent: Agent, target: string, incoming: IncomingMessage, response: ServerResponse): void {
  const { method, headers, url } = incoming
  const outgoing = request(target + (url ?? '/'), { method, headers, agent }, (answer) => {
    const { connection: _, 'keep-alive': __, ...passed } = answer.headers
    response.writeHead(answer.statusCode ?? 502, passed)
    answer.pipe(response)
    answer.on('error', () => response.destroy())
  })
  outgoing.on('error', () => {
    if (response.headersSent) response.destroy()
    else response.writeHead(502).end()
  })
  response.on('close', () => outgoing.destroy())
  incoming.pipe(outgoing)
}
