import { performance } from 'node:perf_hooks'
import { type Connection, openConnection } from '../load.ts'
import type { RunningLedger } from './running.ts'

export interface Effort {
  rounds: number
  /** Of each question in each round. */
  requests: number
}

/** How long the answers took, in milliseconds: by question, then by ledger. */
export type Answers = ReadonlyMap<string, readonly number[][]>

const warmUpRounds = 3

/** Every question goes to one ledger after the other, a few requests at a time, so that what else the machine does hits all. */
export async function askInTurns(ledgers: readonly RunningLedger[], { rounds, requests }: Effort): Promise<Answers> {
  const callers = await Promise.all(ledgers.map(callerOf))
  const titles = ledgers[0]?.questions.map(({ title }) => title) ?? []
  const answers = new Map(titles.map((title) => [title, ledgers.map((): number[] => [])]))
  for (let round = 0; round < warmUpRounds + rounds; round++)
    for (const [title, byLedger] of answers)
      for (const index of inTurn(ledgers.length, round)) {
        const took = await ask(callers[index], title, requests)
        if (round >= warmUpRounds) byLedger[index]?.push(...took)
      }
  for (const { connection } of callers) connection.close()
  return answers
}

// Each round begins with another ledger, so that none always follows the same one.
function inTurn(count: number, round: number): number[] {
  return Array.from({ length: count }, (_, turn) => (round + turn) % count)
}

/** Opened only now: while large ledgers are filled, a service gives up connections that nobody uses. */
interface Caller extends RunningLedger {
  connection: Connection
}

async function callerOf(ledger: RunningLedger): Promise<Caller> {
  return { ...ledger, connection: await openConnection(ledger.server.port) }
}

async function ask(caller: Caller | undefined, title: string, requests: number): Promise<number[]> {
  const question = caller?.questions.find((candidate) => candidate.title === title)
  const took: number[] = []
  for (let count = 0; caller && question && count < requests; count++) {
    const request = { ...question.next(), token: caller.token }
    const begin = performance.now()
    const { status, body } = await caller.connection.exchange(request)
    took.push(performance.now() - begin)
    if (status < 200 || status > 299) throw new Error(`${title}: ${status} ${body.slice(0, 300)}`)
  }
  return took
}
