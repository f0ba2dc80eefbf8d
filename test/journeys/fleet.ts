import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { startFakeGoogle } from '../fakes/google/fake-google.ts'
import { rowsOf, tabNamed } from '../fakes/google/people.ts'
import type { FakeUtility } from '../fakes/utility/fake-types.ts'
import { startFakeUtility } from '../fakes/utility/fake-utility.ts'
import { connectorTo, lookupAt } from '../fakes/utility/workbench.ts'
import { startBalancer } from '../support/balancer.ts'
import { createDatabaseAt } from '../support/databases.ts'
import { startPostgres } from '../support/postgres-server.ts'
import { type ServiceProcess, startProcess } from '../support/process.ts'
import { type Call, signIn, until } from './client.ts'

/** Three processes on one PostgreSQL behind a balancer, with a spreadsheet and a utility. */
export interface Fleet {
  /** Through the balancer. */
  call: Call
  /** Of one process. */
  urls(): string[]
  /** SIGKILL, and a successor in its place, as a supervisor sees to it: a start refuses while PostgreSQL is away. */
  kill(place: number): Promise<void>
  /** A successor, and when it is ready SIGTERM for the one in that place. */
  replace(place: number): Promise<void>
  restartPostgres(): Promise<void>
  sheetIds(): unknown[]
  utility: FakeUtility
  end(): Promise<void>
}

const size = 3
const mostStarts = 20
const spreadsheetId = 'fleet'

export async function openFleet(context: TestContext): Promise<Fleet> {
  const postgres = await startPostgres()
  context.after(() => postgres.stop())
  const location = await createDatabaseAt(postgres.url)
  const google = await startFakeGoogle()
  context.after(() => google.close())
  const spreadsheet = google.createSpreadsheet(spreadsheetId)
  const utility = await startFakeUtility(Date.now)
  context.after(() => utility.close())
  const balancer = await startBalancer()
  context.after(() => balancer.close())
  const environment = {
    GOOGLE_SHEET_ID: spreadsheetId,
    GOOGLE_CREDENTIALS_JSON: google.createKey(),
    GOOGLE_API_URL: google.url,
    SHEET_POLL_SECONDS: '1',
    SITE_TIME_ZONE: 'UTC',
    JWT_SECRET: 'a secret that all of them share, of the tests',
    DRAIN_SECONDS: '1',
  }
  const begin = (): Promise<ServiceProcess> => startProcess(location, environment)
  // They are told of the same first account, and make it once.
  const fleet = await Promise.all(Array.from({ length: size }, begin))
  context.after(() => Promise.all(fleet.map((one) => one.kill())))
  const use = (): void => balancer.use(fleet.map(({ url }) => url))
  use()
  await until('all are ready', () => balancer.ready() === size)
  const call = await signIn(() => balancer.url)
  const connector = connectorTo(utility, { lookup: lookupAt(utility) })
  assert.equal((await call('PUT', '/utility/connectors/grid', connector)).status, 201)
  return {
    call,
    utility,
    urls: () => fleet.map(({ url }) => url),
    kill: async (place) => {
      await fleet[place]?.kill()
      fleet[place] = await supervised(begin)
      use()
    },
    replace: async (place) => {
      const old = fleet[place]
      const successor = await begin()
      fleet[place] = successor
      balancer.use([...fleet.map(({ url }) => url), old?.url ?? ''])
      await until('the successor is ready', () => balancer.ready() === size + 1)
      assert.equal(await old?.terminate(), 0)
      use()
    },
    restartPostgres: postgres.restart,
    sheetIds: () => rowsOf(tabNamed(spreadsheet, 'Readings')).map((row) => row['Reading_ID']),
    end: async () => {
      await Promise.all(fleet.map((one) => one.terminate()))
      await location.remove()
    },
  }
}

async function supervised(begin: () => Promise<ServiceProcess>): Promise<ServiceProcess> {
  for (let starts = 1; ; starts++)
    try {
      return await begin()
    } catch (error) {
      if (starts === mostStarts) throw error
    }
}
