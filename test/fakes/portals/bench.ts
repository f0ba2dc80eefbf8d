import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog } from '../../../src/log.ts'
import { browserConnector } from '../../../src/utility/connectors/browser/browser.ts'
import { createBrowsers } from '../../../src/utility/connectors/browser/browsers.ts'
import type { Recipe } from '../../../src/utility/connectors/browser/recipe.ts'
import { type Imported, importRecording } from '../../../src/utility/connectors/browser/recorder-import.ts'
import type { Connector, ConnectorContext, Job } from '../../../src/utility/connectors/connector.ts'
import { createEvidenceStore, type EvidenceStore } from '../../../src/utility/rehearsals/evidence.ts'
import { chromiumPath } from '../../web/chromium-path.ts'
import { contextFor, noSettings, silentLedger } from '../utility/connector-context.ts'
import type { Portal } from './portal.ts'
import { openSharedBrowsers } from './shared-browsers.ts'

/** The connector `browser`, with a real browser and a data directory of its own. */
export interface PortalBench {
  dataDir: string
  evidence: EvidenceStore
  browsers: ConnectorContext['browsers']
  open(recipe: Recipe, secrets: Record<string, string>): Connector
  close(): Promise<void>
}

/** With a browser for each run, or with one for all runs at one portal. */
export async function openPortalBench(portal?: Portal): Promise<PortalBench> {
  const dataDir = await mkdtemp(join(tmpdir(), 'meterbridge-portals-'))
  const settings = { ...noSettings, dataDir, chromiumPath: await chromiumPath() }
  const log = createLog({ level: 'silent', format: 'json' })
  const browsers = portal
    ? await openSharedBrowsers(settings, portal.url)
    : createBrowsers({ ...settings, clock: Date.now, log })
  const evidence = createEvidenceStore(dataDir)
  return {
    dataDir,
    evidence,
    browsers,
    open: (recipe, secrets) => {
      const { definition, errors } = browserConnector.check({ recipe }, secrets, settings)
      if (errors.length > 0) throw new Error(JSON.stringify(errors))
      const limits = { milliseconds: 1000, bytes: 100_000 }
      const given = { secrets, clock: Date.now, limits, settings, browsers, keepEvidence: evidence.keepOfSubmission }
      return browserConnector.open(definition, contextFor(given))
    },
    close: async () => {
      await browsers.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** A reading of so many kilowatt-hours on a day of May 2026, on its way to a portal. */
export function jobOf(portal: Portal, kilowattHours: number, day = 2): Job {
  return {
    placement: {
      value: Math.round(kilowattHours * 1000),
      rule: { field: 'meterValue', decimals: 1, rounding: 'down' },
      meterDigits: 6,
      readingAt: Date.UTC(2026, 4, day, 10),
      timeZone: 'Europe/Berlin',
      site: 'home',
      submission: `submission-${kilowattHours}-${day}`,
      secrets: secretsOf(portal),
    },
    receiptsOfOthers: async () => new Set<string>(),
    ledger: silentLedger,
  }
}

export function secretsOf({ username, password }: Portal): Record<string, string> {
  return { username, password }
}

/** A recording as Chrome exported it, of this portal instead of the one where it was made. */
export function recordingOf(name: string, portal: Portal): unknown {
  const text = readFileSync(join(import.meta.dirname, 'recordings', `${name}.json`), 'utf8')
  return JSON.parse(text.replaceAll('https://portal.example', portal.url))
}

/** The recipe of a recording, before a person has written its patterns. */
export function importOf(name: string, portal: Portal, typed: { reading: string; date: string }): Imported {
  const { username, password } = portal
  return importRecording(recordingOf(name, portal), { username, password, ...typed })
}
