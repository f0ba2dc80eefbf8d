import type { Job, LookupResult, SendResult } from '../connector.ts'
import { classifyError, lookUpError, readRows, sendError } from './pvoutput-answers.ts'
import {
  isGeneration,
  keyOf,
  type PvoutputKey,
  type PvoutputParts,
  type PvoutputService,
  wattHoursIn,
} from './pvoutput-parts.ts'

const mostRows = 30

/**
 * Statuses of a counter, always by the batch service: it alone says of each row whether it was taken. The energy is
 * sent as it stands on the counter (`c1=1`, lifetime energy); PVOutput takes each day's part of it. A request carries 30
 * rows, of the last 14 days (with a donation 100, of 90 days).
 */
export function statusService(parts: PvoutputParts): PvoutputService {
  const sendAll = (jobs: readonly Job[], commit: () => Promise<void>) => sendStatuses(parts, jobs, commit)
  return {
    send: async (job, commit) => (await sendAll([job], commit))[0] ?? unclear(job),
    sendBatch: { most: mostRows, send: sendAll },
    lookUp: (job) => lookUp(parts, job),
    fill: async (job) => ({ isPossible: true, detail: `The status would be ${rowOf(job)} (watt-hours, lifetime).` }),
  }
}

// One time holds one status: a second reading of the same minute goes out after the first one.
async function sendStatuses(
  parts: PvoutputParts,
  jobs: readonly Job[],
  commit: () => Promise<void>,
): Promise<SendResult[]> {
  const byTime = new Map(jobs.toReversed().map((job) => [labelOf(keyOf(job.placement)), job]))
  const batch = [...byTime.values()].toSorted((one, other) => one.placement.readingAt - other.placement.readingAt)
  const results = await sendBatch(parts, batch, commit)
  return jobs.map((job) => results.get(job) ?? { kind: 'again', detail: sameMinute, afterMilliseconds: null })
}

const sameMinute = 'Another reading of the same minute goes first: PVOutput keeps one status for each.'

async function sendBatch(
  parts: PvoutputParts,
  jobs: readonly Job[],
  commit: () => Promise<void>,
): Promise<Map<Job, SendResult>> {
  const forAll = (result: (job: Job) => SendResult) => new Map(jobs.map((job) => [job, result(job)]))
  const result = await parts.client.post('addbatchstatus.jsp', { data: jobs.map(rowOf).join(';'), c1: '1' }, commit)
  if (result.kind !== 'answer') return forAll(() => result)
  const { answer } = result
  if (answer.status === 200 && !answer.isWhole) return forAll(unclear)
  if (answer.status === 200) {
    const outcomes = readRows(
      answer.body,
      jobs.map(({ placement }) => keyOf(placement)),
    )
    return new Map(jobs.map((job, index) => [job, rowResult(job, outcomes[index])]))
  }
  const { kind } = classifyError(answer, parts.context.scrub)
  // The whole batch is refused for what may be true of one row; nothing of it was taken, so each goes alone.
  if (jobs.length > 1 && (kind === 'refused' || kind === 'later')) return await sendEachAlone(parts, jobs)
  return forAll(({ placement }) => sendError(parts, answer, placement))
}

async function sendEachAlone(parts: PvoutputParts, jobs: readonly Job[]): Promise<Map<Job, SendResult>> {
  const results = new Map<Job, SendResult>()
  const alreadyCommitted = async () => undefined
  for (const job of jobs)
    for (const [, result] of await sendBatch(parts, [job], alreadyCommitted)) results.set(job, result)
  return results
}

function rowResult(job: Job, outcome: ReturnType<typeof readRows>[number] | undefined): SendResult {
  const when = labelOf(keyOf(job.placement))
  if (outcome === 'stored') return { kind: 'confirmed', receipt: null, detail: `PVOutput has the status of ${when}.` }
  if (outcome !== 'not-stored') return unclear(job)
  const detail = `PVOutput did not take the status of ${when} and gives no reason.`
  return { kind: 'refused', code: 'other', detail }
}

function unclear({ placement }: Job): SendResult {
  return { kind: 'unknown', detail: `PVOutput did not say whether it has the status of ${labelOf(keyOf(placement))}.` }
}

/** The energy of a status, in watt-hours: what thousandths of a kilowatt-hour are. */
export function statusEnergy({ value }: Job['placement']): number {
  return value
}

// date, time, energy generated, power generated, energy consumed; what is left out stays as it is.
function rowOf({ placement }: Job): string {
  const { date, time } = keyOf(placement)
  const wattHours = statusEnergy(placement)
  const energy = isGeneration(placement) ? [wattHours] : ['', '', wattHours]
  return [date, time, ...energy].join(',')
}

function labelOf({ date, time }: PvoutputKey): string {
  return `${date} ${time}`
}

// PVOutput shows the day's part of a lifetime energy, so a status of that very minute with energy is what can be found.
async function lookUp(parts: PvoutputParts, { placement }: Job): Promise<LookupResult> {
  const { date, time } = keyOf(placement)
  const result = await parts.client.get('getstatus.jsp', { d: date, t: time })
  if (result.kind !== 'answer') return result
  const { answer } = result
  if (answer.status !== 200 || !answer.isWhole) return lookUpError(parts, answer, placement)
  const fields = answer.body.trim().split(',')
  const energy = wattHoursIn(fields[isGeneration(placement) ? 2 : 4])
  if (fields[0] === date && fields[1] === time && energy !== undefined)
    return { kind: 'found', receipt: null, detail: `PVOutput shows a status of ${date} ${time} with energy.` }
  return { kind: 'absent', detail: `PVOutput shows no status of ${date} ${time} with that energy.` }
}
