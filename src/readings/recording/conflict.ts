import type { InputError } from '../../problem.ts'
import { fromThousandths } from '../reading.ts'
import type { Outcome } from './recording.ts'

/** What stands in the way of a reading, as a sentence. */
export function conflictError({ reading }: Pick<Outcome, 'reading'>): InputError {
  const values = [
    reading.inverter !== null && `inverterKwh ${fromThousandths(reading.inverter)}`,
    reading.meter !== null && `meterValue ${fromThousandths(reading.meter)}`,
  ]
  const says = values.filter((value) => value !== false).join(' and ')
  const when = new Date(reading.timestamp).toISOString()
  return {
    path: '/timestamp',
    message: `is taken: ${reading.source} recorded ${says} at ${when} already (reading ${reading.id})`,
  }
}
