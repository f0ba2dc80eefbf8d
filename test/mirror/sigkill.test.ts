import assert from 'node:assert/strict'
import { randomInt, randomUUID } from 'node:crypto'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { openDatabase } from '../../src/database/database.ts'
import { createReadings } from '../../src/readings/readings.ts'
import type { SheetStatus } from '../../src/sheets/sheet-status.ts'
import { startFakeGoogle } from '../fakes/google/fake-google.ts'
import { tabName } from '../fakes/google/mirror-fixture.ts'
import type { FakeGoogle } from '../fakes/google/types.ts'
import { type Call, signIn, until } from '../journeys/client.ts'
import { type DatabaseLocation, engines } from '../support/databases.ts'
import { type ServiceProcess, startProcess } from '../support/process.ts'
import { createClaims } from './claims.ts'
import { type Hand, hands, move } from './hands.ts'
import { assertAllIsWell } from './invariants.ts'
import type { Stage } from './scene.ts'

const kills = 4
const spreadsheetId = 'killed'
const start = Date.UTC(2023, 0, 1)

describe(`a service that is killed ${kills} times in the midst of its requests to Google`, {
  concurrency: engines.length,
}, () => {
  for (const engine of engines)
    test(`has on ${engine.name} the same in the sheet and in the API, and has lost nobody's input`, {
      timeout: 200_000,
    }, async (t) => {
      const location = await engine.createLocation()
      t.after(() => location.remove())
      const house = await openHouse(location, t)
      for (let kill = 0; kill < kills; kill++) {
        let isOver = false
        const killed = house.killAt(randomInt(1, 4), kill % 2 === 0 ? 'before' : 'after').finally(() => {
          isOver = true
        })
        while (!isOver) {
          await act(house)
          await resumeWhereStopped(house)
        }
        await killed
      }
      await comeToRest(house)
      const status = (await house.call('GET', '/health')).json.checks.sheet as SheetStatus
      assert.equal(await house.terminate(), 0)
      await assertOnDisk(location, house, status)
    })
})

interface House extends Stage {
  google: FakeGoogle
  call: Call
  /** Resolves when the service was killed at that write from now on, and its successor answers. */
  killAt(write: number, moment: 'before' | 'after'): Promise<void>
  terminate(): Promise<number | null>
}

async function openHouse(location: DatabaseLocation, t: TestContext): Promise<House> {
  const google = await startFakeGoogle()
  t.after(() => google.close())
  const spreadsheet = google.createSpreadsheet(spreadsheetId)
  const environment = {
    GOOGLE_SHEET_ID: spreadsheetId,
    GOOGLE_CREDENTIALS_JSON: google.createKey(),
    GOOGLE_API_URL: google.url,
    SHEET_POLL_SECONDS: '1',
    SITE_TIME_ZONE: 'Europe/Berlin',
  }
  let service: Promise<ServiceProcess> = startProcess(location, environment)
  await service
  t.after(async () => (await service).kill())
  const succeed = async (killed: ServiceProcess): Promise<ServiceProcess> => {
    await killed.kill()
    return startProcess(location, environment)
  }
  return {
    google,
    spreadsheet,
    clock: Date.now,
    claims: createClaims(),
    call: await signIn(async () => (await service).url),
    tab: () => spreadsheet.tabs.find(({ title }) => title.startsWith(tabName)) ?? spreadsheet.tabs[0]!,
    // As if nobody had set up the hint.
    look: () => undefined,
    killAt: async (write, moment) => {
      const dying = await service
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      let left = write
      google.chooseFault = (kind) => {
        if (kind !== 'write') return undefined
        left--
        if (left > 0) return undefined
        google.chooseFault = () => undefined
        service = succeed(dying)
        service.then(() => resolve(), reject)
        return { kind: moment === 'before' ? 'hang' : 'apply-then-hang' }
      }
      return promise
    },
    terminate: async () => (await service).terminate(),
  }
}

// What a person types into a cell that a request on its way fills (an id, a missing source) is seen by nobody: here people
// work on rows that the service leaves alone.
const chosen = new Set<Hand['kind']>(['edit', 'delete', 'undo-delete', 'sort', 'filter', 'rename-tab'])
const calmHands = hands.filter(({ kind }) => chosen.has(kind))

/** One thing that a client or a person does. Nobody corrects through the API: Sheets has no conditional write. */
async function act(house: House): Promise<void> {
  await noteShown(house)
  if (randomInt(2) === 0) await record(house)
  else for (const hand of fc.sample(calmHands, 1)) move(house, hand)
  // The moment is random on purpose: nothing is awaited here.
  await pause(randomInt(400))
}

async function record({ call, claims }: House): Promise<void> {
  const number = claims.nextNumber()
  const timestamp = new Date(start + number * 60_000).toISOString()
  const body = { id: randomUUID(), timestamp, meterValue: 500_000 + number, note: `=note ${number}` }
  const { status, text } = await untilAnswered(() => call('POST', '/records/single', body))
  assert.ok(status === 201 || status === 200, `answered ${status}: ${text}`)
}

async function noteShown({ call, claims }: House): Promise<void> {
  const { json } = await untilAnswered(() => call('GET', '/readings?limit=1000'))
  const readings = json.readings as { id: string; sheet: { state: string } }[]
  for (const { id, sheet } of readings) if (sheet.state === 'written') claims.shown.add(id)
}

/** Where half of the rows were deleted at once, the person who did it says that it was meant. */
async function resumeWhereStopped({ call }: House): Promise<void> {
  const { json } = await untilAnswered(() => call('GET', '/health'))
  if (json.checks.sheet.state === 'stopped') await untilAnswered(() => call('POST', '/sites/home/sheet/resume'))
}

/** As a phone does it: the same again until somebody answers. @throws what went wrong last, after a minute */
async function untilAnswered<Answer>(send: () => Promise<Answer>): Promise<Answer> {
  const end = Date.now() + 60_000
  for (;;)
    try {
      return await send()
    } catch (error) {
      if (Date.now() > end) throw error
      await pause(20)
    }
}

const looksAtRest = 8

async function comeToRest(house: House): Promise<void> {
  const { google, call } = house
  let reads = google.count('read')
  let writes = google.count('write')
  await until('the sheet is at rest', async () => {
    const { json } = await call('GET', '/health')
    const { readings } = (await call('GET', '/readings?limit=1000')).json as {
      readings: { sheet: { state: string } }[]
    }
    const isQuiet = json.checks.sheet.state === 'ok' && readings.every(({ sheet }) => sheet.state === 'written')
    await resumeWhereStopped(house)
    if (!isQuiet || google.count('write') > writes) reads = google.count('read')
    writes = google.count('write')
    return google.count('read') >= reads + looksAtRest
  })
}

async function assertOnDisk(location: DatabaseLocation, house: House, status: SheetStatus): Promise<void> {
  const database = await openDatabase(location)
  try {
    const home = { site: 'home', timeZone: 'Europe/Berlin' }
    const sites = { find: () => home, names: async () => [home.site] }
    const readings = createReadings({ database, clock: Date.now, sites, onChanged: () => undefined })
    await assertAllIsWell({ ...house, database, readings, status: () => status })
  } finally {
    await database.close()
  }
}
