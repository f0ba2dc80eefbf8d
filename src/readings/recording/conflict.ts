import { type InputError, Problem } from '../../problem.ts'
import { type Draft, fromThousandths, type Reading } from '../reading.ts'
import { formatTimestamp } from '../timestamp.ts'

/** What stands in the way of a draft, as a sentence: another value at its place, or another reading of its id. */
export function conflictError(draft: Draft, reading: Reading): InputError {
  return isAtPlaceOf(draft, reading) ? placeTaken(reading) : idTaken(reading)
}

/** The refusal of a single reading that another one stands in the way of. */
export function conflictProblem(draft: Draft, reading: Reading): Problem {
  const detail = isAtPlaceOf(draft, reading)
    ? 'Another value stands there for this site, source and instant; correct it with PATCH /records/{id}.'
    : 'Another reading has this id already; give each reading an id of its own, or none.'
  return new Problem(409, detail, { type: 'conflict', errors: [conflictError(draft, reading)] })
}

function isAtPlaceOf(draft: Draft, { source, timestamp }: Reading): boolean {
  return draft.source === source && draft.timestamp === timestamp
}

function placeTaken(reading: Reading): InputError {
  const values = [
    reading.inverter !== null && `inverterKwh ${fromThousandths(reading.inverter)}`,
    reading.meter !== null && `meterValue ${fromThousandths(reading.meter)}`,
  ]
  const says = values.filter((value) => value !== false).join(' and ')
  const when = formatTimestamp(reading.timestamp)
  return {
    path: '/timestamp',
    message: `is taken: ${reading.source} recorded ${says} at ${when} already (reading ${reading.id})`,
  }
}

function idTaken({ source, timestamp, withdrawnAt }: Reading): InputError {
  const when = formatTimestamp(timestamp)
  return {
    path: '/id',
    message:
      withdrawnAt === null
        ? `belongs to another reading, of ${source} at ${when}: leave it out, or correct that reading with PATCH /records/{id}`
        : `belongs to a withdrawn reading, of ${source} at ${when}: leave it out`,
  }
}
