import { randomUUIDv7 as newId } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import { connectorType } from '../connectors/connectors.ts'
import type { StoredConnector } from '../connectors/connectors-store.ts'
import type { UtilityReading, UtilityReadings, UtilitySites } from '../surroundings.ts'
import { newProgress } from './progress.ts'
import { doubted } from './submission.ts'
import type { Submission } from './submission-record.ts'
import { countedValue, roundThousandths } from './value.ts'
import { nextOpening } from './window.ts'

export interface DraftDependencies {
  readings: UtilityReadings
  sites: UtilitySites
  clock: Clock
}

/** The newest reading that holds what the connector sends. */
export async function newestReading(
  { site, value }: StoredConnector,
  { readings }: DraftDependencies,
): Promise<UtilityReading | undefined> {
  const current = await readings.current(site)
  return value.field === 'meterValue' ? current?.meter : current?.inverter
}

/**
 * A submission that nothing was done for yet; one of a doubtful reading waits for a person's word at once.
 * Undefined where the reading does not hold what the connector sends.
 */
export async function draftSubmission(
  reading: UtilityReading,
  connector: StoredConnector,
  by: string,
  { readings, sites, clock }: DraftDependencies,
): Promise<Submission | undefined> {
  const counted = countedValue(reading, connector.value)
  if (counted === null) return undefined
  const now = clock()
  const { timeZone = 'UTC' } = (await sites.find(reading.site)) ?? {}
  const progress = { ...newProgress(nextOpening(connector.window, timeZone, now)), detail: whyStopped(connector) }
  const doubt = await readings.findDoubt(reading.id, reading.site)
  return {
    ...(doubt === null ? progress : doubted(progress, doubt)),
    site: reading.site,
    id: newId(),
    connector: connector.name,
    destination: await destinationOf(connector),
    readingId: reading.id,
    readingAt: reading.timestamp,
    value: roundThousandths(counted, connector.value),
    createdBy: by,
    createdAt: now,
    changedAt: now,
    version: 1,
  }
}

/** Which counter a connector brings where. */
export async function destinationOf({
  type,
  fields,
  value,
}: Pick<StoredConnector, 'type' | 'fields' | 'value'>): Promise<string> {
  return `${value.field} ${(await connectorType(type)).placeOf(fields)}`
}

function whyStopped({ stopped }: StoredConnector): string | null {
  return stopped && `The connector is stopped until a person has acted (${stopped.code}): ${stopped.detail}`
}
