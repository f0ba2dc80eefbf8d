import type { Job, LookupResult, SendResult } from '../connector.ts'
import { PlacementError } from '../placeholders.ts'
import { lookUpError, sendError } from './pvoutput-answers.ts'
import { isGeneration, keyOf, type PvoutputParts, type PvoutputService, wattHoursIn } from './pvoutput-parts.ts'

/**
 * The output of a day: the energy from the start of the reading's local day to the reading, in watt-hours. A later
 * reading of the same day takes its place, so that the day's last one leaves the whole day there.
 */
export function outputService(parts: PvoutputParts): PvoutputService {
  return {
    send: (job, commit) => send(parts, job, commit),
    lookUp: (job) => lookUp(parts, job),
    fill: async (job) => {
      const wattHours = await job.ledger.energyOfDay()
      const { date } = keyOf(job.placement)
      if (wattHours === null) return { isPossible: false, detail: notKnown }
      return { isPossible: true, detail: `The output of ${date} would be ${wattHours} Wh.` }
    },
  }
}

const notKnown = "The day's energy is not known: there is no reading from before that day to count from."

/** The day's energy up to the reading, in watt-hours. @throws PlacementError where it is not known */
export async function outputEnergy(ledger: Job['ledger']): Promise<number> {
  const wattHours = await ledger.energyOfDay()
  if (wattHours === null) throw new PlacementError(notKnown)
  return wattHours
}

async function send(
  { client, context }: PvoutputParts,
  { placement, ledger }: Job,
  commit: () => Promise<void>,
): Promise<SendResult> {
  const wattHours = await ledger.energyOfDay()
  if (wattHours === null) return { kind: 'impossible', detail: notKnown }
  const { date } = keyOf(placement)
  if (await ledger.isOvertaken())
    return {
      kind: 'refused',
      code: 'less-than-previous',
      detail: `A later reading of ${date} has been handed over; this one would take its place.`,
    }
  const form = { d: date, [isGeneration(placement) ? 'g' : 'c']: String(wattHours) }
  const result = await client.post('addoutput.jsp', form, commit)
  if (result.kind !== 'answer') return result
  const { answer } = result
  if (answer.status !== 200) return sendError({ client, context }, answer, placement)
  if (/added output/i.test(answer.body))
    return { kind: 'confirmed', receipt: null, detail: `PVOutput has ${wattHours} Wh as the output of ${date}.` }
  return { kind: 'unknown', detail: `PVOutput did not say whether it has the output of ${date}.` }
}

async function lookUp(parts: PvoutputParts, { placement, ledger }: Job): Promise<LookupResult> {
  const { date } = keyOf(placement)
  const result = await parts.client.get('getoutput.jsp', { df: date, dt: date })
  if (result.kind !== 'answer') return result
  const { answer } = result
  if (answer.status !== 200 || !answer.isWhole) return lookUpError(parts, answer, placement)
  const fields = answer.body.trim().split(',')
  const shown = fields[0] === date ? wattHoursIn(fields[isGeneration(placement) ? 1 : 4]) : undefined
  if (shown !== undefined && shown === (await ledger.energyOfDay()))
    return { kind: 'found', receipt: null, detail: `PVOutput shows ${shown} Wh as the output of ${date}.` }
  return { kind: 'absent', detail: `PVOutput shows ${shown ?? 'no'} Wh as the output of ${date}.` }
}
