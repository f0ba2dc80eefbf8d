import type { Clock } from '../../src/clock.ts'
import type { Database } from '../../src/database/engine.ts'
import type { Readings } from '../../src/readings/readings.ts'
import type { SheetStatus } from '../../src/sheets/sheet-status.ts'
import type { FakeSpreadsheet, FakeTab } from '../fakes/google/model.ts'
import type { FakeGoogle } from '../fakes/google/types.ts'
import type { Claims } from './claims.ts'

/** Where people have their hands. */
export interface Stage {
  clock: Clock
  spreadsheet: FakeSpreadsheet
  claims: Claims
  /** The site's tab, whatever it is called by now. */
  tab(): FakeTab
  /** The hint that somebody has changed something. */
  look(): void
}

/** All that can be seen of a service, its ledger and its sheet. */
export interface Scene extends Stage {
  google: FakeGoogle
  database: Database
  readings: Readings
  status(): SheetStatus
}
