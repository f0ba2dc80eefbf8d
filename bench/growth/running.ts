import { account, startOn } from '../contenders.ts'
import { type Request, send } from '../load.ts'
import type { ServerProcess } from '../server-process.ts'
import type { Ledger } from './ledgers.ts'
import { type Question, questionsTo } from './questions.ts'

/** A ledger with a service before it. */
export interface RunningLedger {
  older: number
  server: ServerProcess
  token: string
  questions: readonly Question[]
  /** Ends the service and removes the ledger. */
  stop(): Promise<void>
}

export async function runLedger(ledger: Ledger, now: number): Promise<RunningLedger> {
  const { location, older } = ledger
  const server = await startOn(location, 0)
  const signIn: Request = { method: 'POST', path: '/auth/token', token: '', body: JSON.stringify(account) }
  const { body } = await send(server.port, signIn)
  return {
    older,
    server,
    token: (JSON.parse(body) as { access_token: string }).access_token,
    questions: questionsTo(ledger, now),
    stop: server.stop,
  }
}
