import { once } from 'node:events'
import { Agent, request as sendRequest } from 'node:http'
import { text } from 'node:stream/consumers'
import { createJudge, type FuzzAnswer } from './judge.ts'
import { type Operation, readOperations } from './operations.ts'
import { createPool, type Pool } from './pool.ts'
import { createRandom, type Random } from './random.ts'
import { createRequest, type FuzzRequest } from './requests.ts'

export interface FuzzSettings {
  url: string
  keeper: { username: string; password: string }
  seed: number
  requests: number
  /** Texts that may stand in no answer. */
  secrets: readonly string[]
  onProgress?: (done: number) => void
}

export interface FuzzResult {
  /** One line for each kind of fault, with the first request that brought it. */
  faults: string[]
  /** How many answers had each status. */
  statuses: Map<number, number>
}

const atOnce = 6
const longestMilliseconds = 60_000
const mostFaults = 20
/** Each costs what a sign-in costs on purpose, so they have their turn less often. */
const slow = /^(POST \/auth\/(token|session|setup)|POST \/accounts|PATCH \/accounts)/
const endless = 'GET /readings/stream'

/** Sends requests made from the API's own description, and judges each answer. */
export async function runFuzz(settings: FuzzSettings): Promise<FuzzResult> {
  const operations = await readOperations(settings.url)
  const judge = createJudge(settings.secrets)
  const random = createRandom(settings.seed)
  const pool = createPool(settings.keeper.username)
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
  const faults = new Map<string, string>()
  const statuses = new Map<number, number>()
  await signIn(settings, pool)
  let sent = 0
  const send = async (): Promise<void> => {
    const request = createRequest(pickOperation(operations, random), pool, random)
    const answer = await answerTo(request, settings.url, agent)
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
    const fault = answer.status === 0 ? answer.text : judge(request, answer)
    if (fault !== undefined) faults.set(`${request.operation.name} ${fault}`, describe(request, answer))
    if (answer.status === 401) await signIn(settings, pool)
    if (answer.status < 300 && answer.headers['content-type']?.startsWith('application/json'))
      pool.learn(JSON.parse(answer.text))
  }
  const worker = async (): Promise<void> => {
    while (sent < settings.requests && faults.size < mostFaults) {
      sent += 1
      settings.onProgress?.(sent)
      await send()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  agent.destroy()
  return { faults: [...faults].map(([kind, example]) => `${kind}\n  ${example}`), statuses }
}

function pickOperation(operations: readonly Operation[], random: Random): Operation {
  const operation = random.pick(operations)
  if (!operation) throw new Error('the document describes no operation')
  return slow.test(operation.name) && random.inHundred(70) ? pickOperation(operations, random) : operation
}

async function signIn({ url, keeper }: FuzzSettings, pool: Pool): Promise<void> {
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': '10.1.2.3' }
  const answer = await fetch(`${url}/auth/token`, { method: 'POST', headers, body: JSON.stringify(keeper) })
  if (!answer.ok) throw new Error(`the test cannot sign in: ${await answer.text()}`)
  const { access_token: token } = (await answer.json()) as { access_token: string }
  pool.signIn(token)
}

async function answerTo(request: FuzzRequest, url: string, agent: Agent): Promise<FuzzAnswer> {
  const { port } = new URL(url)
  const { method, path, headers, body, operation } = request
  const length = body && { 'content-length': String(body.length) }
  try {
    const signal = AbortSignal.timeout(longestMilliseconds)
    const sent = sendRequest({
      host: '127.0.0.1',
      port,
      method,
      path,
      agent,
      headers: { ...headers, ...length },
      signal,
    })
    sent.end(body)
    const [response] = await once(sent, 'response')
    const isEndless = operation.name === endless && response.statusCode === 200
    if (isEndless) response.destroy()
    return { status: response.statusCode, headers: response.headers, text: isEndless ? '' : await text(response) }
  } catch (error) {
    return { status: 0, headers: {}, text: `got no answer: ${error instanceof Error ? error.message : String(error)}` }
  }
}

function describe({ method, path, headers, body }: FuzzRequest, answer: FuzzAnswer): string {
  const { authorization: _, ...shown } = headers
  const sent = `${method} ${path} ${JSON.stringify(shown)} ${body ? JSON.stringify(body.toString('latin1')).slice(0, 3000) : ''}`
  return `${sent}\n  → ${answer.status} ${answer.text.slice(0, 400)}`
}
