import { connectorType } from '../connectors/connectors.ts'
import { PlacementError, type Written, writtenReadings } from '../connectors/placeholders.ts'
import { jobLedger } from '../submitter/job-ledger.ts'
import { meterDigitsFor } from '../submitter/meter-digits.ts'
import type { UtilityReading } from '../surroundings.ts'
import { type PlanDependencies, type PushRequest, planOnly } from './push.ts'
import type { Submission } from './submission-record.ts'
import { countedValue, type ValueRule } from './value.ts'

/** What a push would hand over. */
export interface Preview {
  submission: Submission
  reading: UtilityReading
  field: ValueRule['field']
  /** What the counter shows, in thousandths, before it is rounded as the connector says. */
  counted: number
  /** Each way in which the value is written into what is sent. */
  written: Written[]
  /** Why it cannot be written; null where it can. */
  problem: string | null
}

/** Says what a push would hand over, to the letter; nothing is stored, nobody is asked. @throws Problem as the push would */
export async function preview(request: PushRequest, dependencies: PlanDependencies): Promise<Preview> {
  const { reading, connector, submission } = await planOnly(request, dependencies)
  const { value, fields, type } = connector
  const site = await dependencies.sites.find(reading.site)
  const placement = {
    value: submission.value,
    rule: value,
    meterDigits: meterDigitsFor(connector, site?.meterDigits ?? null),
    readingAt: reading.timestamp,
    timeZone: site?.timeZone ?? 'UTC',
    site: reading.site,
    submission: submission.id,
    secrets: {},
  }
  const shown = { submission, reading, field: value.field, counted: countedValue(reading, value) ?? submission.value }
  const ledger = jobLedger(dependencies.readings, { ...placement, field: value.field, readingId: reading.id })
  const { written } = await connectorType(type)
  try {
    const texts = written ? await written(fields, { placement, ledger }) : writtenReadings(fields, placement)
    return { ...shown, written: texts, problem: null }
  } catch (error) {
    if (!(error instanceof PlacementError)) throw error
    return { ...shown, written: [], problem: error.message }
  }
}
