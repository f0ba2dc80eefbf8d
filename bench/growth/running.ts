import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { account } from '../contenders.ts'
import { type Request, send } from '../load.ts'
import { type ServerProcess, startServer } from '../server-process.ts'
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

const mainFile = join(import.meta.dirname, '../../bin/start.js')

export async function runLedger(ledger: Ledger, now: number): Promise<RunningLedger> {
  const { location, older } = ledger
  const env: Record<string, string> = {
    DATA_DIR: location.dataDir,
    JWT_SECRET: randomBytes(48).toString('base64'),
    ADMIN_USERNAME: account.username,
    ADMIN_PASSWORD: account.password,
    RATE_LIMIT_PER_MINUTE: '0',
    LOG_LEVEL: 'warn',
    SITE_TIME_ZONE: 'UTC',
    ...(location.databaseUrl && { DATABASE_URL: location.databaseUrl.reveal() }),
  }
  const server = await startServer({ file: mainFile, env, core: 0 })
  const signIn: Request = { method: 'POST', path: '/auth/token', token: '', body: JSON.stringify(account) }
  const { body } = await send(server.port, signIn)
  return {
    older,
    server,
    token: (JSON.parse(body) as { access_token: string }).access_token,
    questions: questionsTo(ledger, now),
    stop: async () => {
      await server.stop()
      await location.remove()
    },
  }
}
