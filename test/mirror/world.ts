import { pino } from 'pino'
import type { Database } from '../../src/database/engine.ts'
import { createReadings } from '../../src/readings/readings.ts'
import { Secret } from '../../src/secret.ts'
import { createSheets, type Sheets } from '../../src/sheets/sheets.ts'
import { startFakeGoogle } from '../fakes/google/fake-google.ts'
import { spreadsheetId, tabName } from '../fakes/google/mirror-fixture.ts'
import type { FakeGoogle, FakeRequestKind, Fault } from '../fakes/google/types.ts'
import { createClaims } from './claims.ts'
import { createMortalDatabase, type MortalDatabase } from './mortal-database.ts'
import { requestsUnderWay } from './requests-under-way.ts'
import type { Scene } from './scene.ts'
import { statementsUnderWay } from './statements-under-way.ts'
import { createVirtualTime, type VirtualTime } from './virtual-time.ts'

/**
 * One site, its ledger, its sheet, Google and time: everything in which the mirror has to prove itself. The `readings`
 * are those of another replica of the service, which outlives every life of the mirror.
 */
export interface World extends Scene {
  time: VirtualTime
  /** Faults of the requests to come, by kind, one for each; none where a list is at its end. */
  faults: Record<FakeRequestKind, (Fault | undefined)[]>
  resume(): Promise<boolean>
  /** The number of the mirror's life. */
  life(): number
  /** Ends the mirror's life at the given statement of its database from now on, as SIGKILL does. */
  killAt(statement: number, moment: 'before' | 'after'): void
  kill(): void
  /** Ends the mirror in good order and begins another life. */
  restart(): Promise<void>
  close(): Promise<void>
}

interface Life {
  number: number
  sheets: Sheets
  ledger: MortalDatabase
  /** Stops it in good order, unless it ends before that is done. */
  stop(): Promise<unknown>
  end(): void
}

/** What differs between Google and what is known of it, or between it and an emulator. */
export interface Google {
  /** Whether a repeated `metadataId` is refused. */
  refusesKnownMarkers: boolean
  /** Whether `includeSpreadsheetInResponse` is answered. */
  returnsSpreadsheet: boolean
}

const pollSeconds = 4
const latestMilliseconds = 4_000
const home = { site: 'home', timeZone: 'Europe/Berlin' }

/** Begins with an empty ledger and an empty spreadsheet; `database` outlives the world. */
export async function createWorld(database: Database, traits: Google): Promise<World> {
  await emptyLedger(database)
  const time = createVirtualTime({
    isBusy: () => google.underWay() > 0 || statementsUnderWay() > 0 || requestsUnderWay() > google.hanging(),
  })
  const google = await startFakeGoogle({ ...traits, clock: time.clock, defer: time.defer })
  const spreadsheet = google.createSpreadsheet(spreadsheetId)
  const key = new Secret(google.createKey())
  const claims = createClaims()
  let life: Life
  const readings = createReadings({
    database,
    clock: time.clock,
    sites: { find: () => home, names: async () => [home.site] },
    onChanged: () => life.sheets.hint(home.site),
  })
  const begin = (): void => {
    claims.isToldStanding = false
    for (const id of claims.deletedSinceTold) claims.touched.add(id)
    life = beginLife({ time, google, database, key })
  }
  const kill = (): void => {
    life.end()
    begin()
  }
  begin()
  const world: World = {
    time,
    clock: time.clock,
    google,
    spreadsheet,
    database,
    readings,
    claims,
    faults: { token: [], read: [], write: [], drive: [] },
    tab: () => spreadsheet.tabs.find(({ title }) => title !== 'Sheet1') ?? spreadsheet.tabs[0]!,
    status: () => life.sheets.status(),
    look: () => life.sheets.look(home.site),
    life: () => life.number,
    resume: async () => {
      const asked = life
      try {
        return await asked.sheets.resume(home.site)
      } catch (error) {
        // It has died over the question.
        if (asked === life) throw error
        return false
      }
    },
    killAt: (statement, moment) => {
      const dying = life
      dying.ledger.dieAt(statement, moment, () => {
        dying.end()
        if (life === dying) begin()
      })
    },
    kill,
    restart: async () => {
      const stopping = life
      await stopping.stop()
      if (life === stopping) begin()
    },
    close: async () => {
      await life.stop()
      await google.close()
      // What a life that was ended has sent still, its lease for instance, is none of the next world's.
      await time.pass(0)
    },
  }
  google.chooseFault = (kind) => {
    time.touch()
    const fault = world.faults[kind].shift()
    // Only a marker keeps out what is later than that.
    if (fault?.kind === 'late' && !traits.refusesKnownMarkers) return { ...fault, milliseconds: latestMilliseconds }
    return fault
  }
  return world
}

interface Surroundings {
  time: VirtualTime
  google: FakeGoogle
  database: Database
  key: Secret
}

let lives = 0

/** Starts the mirror with a connection, a ledger and a sleep that end with its life. */
function beginLife({ time, google, database, key }: Surroundings): Life {
  lives++
  let hasEnded = false
  const { promise: ended, resolve: tellEnd } = Promise.withResolvers<void>()
  const connection = google.openLife()
  const ledger = createMortalDatabase(database, time.touch)
  const readings = createReadings({
    database: ledger.database,
    clock: time.clock,
    sites: { find: () => home, names: async () => [home.site] },
    onChanged: () => sheets.hint(home.site),
  })
  const sheets = createSheets({
    database: ledger.database,
    clock: time.clock,
    log: pino({ level: process.env['MIRROR_LOG'] ?? 'silent' }),
    google: { spreadsheetId, tab: tabName, credentials: { json: key }, apiUrl: connection.url },
    readings,
    pollSeconds,
    sites: async () => [{ site: home.site, spreadsheetId, tab: tabName }],
    onWritten: () => undefined,
    // The successor of every other life sees that it has died; else the lease has to run out.
    ...(lives % 2 === 0 ? { holder: `nowhere/1/${lives}` } : {}),
    sleep: (milliseconds, signal) => (hasEnded ? new Promise(() => undefined) : time.sleep(milliseconds, signal)),
    settleMilliseconds: 6_000,
    stopGraceMilliseconds: 5,
  })
  return {
    number: lives,
    sheets,
    ledger,
    stop: () => Promise.race([sheets.stop(), ended]),
    end: () => {
      hasEnded = true
      tellEnd()
      ledger.die()
      connection.cut()
    },
  }
}

const tables = [
  'readings',
  'reading_revisions',
  'leases',
  'sheet_mirrors',
  'sheet_batches',
  'sheet_requests',
  'sheet_words',
] as const

async function emptyLedger({ sql }: Database): Promise<void> {
  for (const table of tables) await sql.deleteFrom(table).execute()
}
