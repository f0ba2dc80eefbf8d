import { type FakePvoutput, type KeptStatus, PvoutputError, type SeenRequest } from './pvoutput-types.ts'

interface Moment {
  now: number
  timeZone: string
}

const oldestDays = 14
const mostRows = 30

/** What a service answers to a request that is signed in. @throws PvoutputError */
export function answerTo(fake: FakePvoutput, { service, parameters }: SeenRequest, moment: Moment): string {
  const refusal = service.startsWith('add') ? fake.refusals.shift() : undefined
  if (refusal !== undefined) throw new PvoutputError(refusal)
  switch (service) {
    case 'addbatchstatus.jsp':
      return addBatch(fake, parameters, moment)
    case 'addoutput.jsp':
      return addOutput(fake, parameters, moment)
    case 'getstatus.jsp':
      return getStatus(fake, parameters.get('d') ?? '', parameters.get('t') ?? '')
    case 'getoutput.jsp':
      return getOutput(fake, parameters.get('df') ?? '')
    case 'getsystem.jsp':
      return `A roof,${fake.systemSizeWatts},1234`
    default:
      throw new PvoutputError('Not Found 404')
  }
}

function bad(text: string): PvoutputError {
  return new PvoutputError(`Bad request 400: ${text}`)
}

/** The day and time under which a status is kept: the nearest interval, which may be the next day's first. */
export function slotOf({ statusInterval }: FakePvoutput, date: string, time: string): [string, string] {
  const day = Temporal.PlainDate.from(date)
  const { hour, minute } = Temporal.PlainTime.from(time)
  const rounded = Math.round((hour * 60 + minute) / statusInterval) * statusInterval
  const slot = day.toPlainDateTime().add({ minutes: rounded })
  return [slot.toPlainDate().toString().replaceAll('-', ''), slot.toPlainTime().toString({ smallestUnit: 'minute' })]
}

function addBatch(fake: FakePvoutput, parameters: URLSearchParams, moment: Moment): string {
  const rows = (parameters.get('data') ?? '').split(';').map((row) => row.split(','))
  if (rows.length > mostRows) throw bad('Too many statuses')
  if (parameters.get('c1') !== '1') throw bad('this fake only knows lifetime energy')
  const problems: string[] = []
  const answers = rows.map((row) => {
    const [date = '', time = ''] = row
    const problem = problemOf(fake, row, moment)
    if (problem !== undefined) problems.push(problem)
    if (problem !== undefined) return `${date},${time},0`
    const slot = slotOf(fake, date, time)
    if (fake.leftOut.has(time)) return [...slot, '0'].join(',')
    fake.statuses.set(slot.join(' '), { v1: numberOr(row[2]), v3: numberOr(row[4]) })
    return [...slot, '1'].join(',')
  })
  // Only where nothing at all was taken is there an error.
  if (problems.length === rows.length) throw bad(problems[0] ?? 'No statuses added or updated')
  return answers.join(';')
}

function problemOf(fake: FakePvoutput, row: readonly string[], moment: Moment): string | undefined {
  const [date = '', time = ''] = row
  if (!/^\d{8}$/.test(date)) return `Invalid Date [${date}]`
  if (!/^\d\d:\d\d$/.test(time)) return 'Missing date or time'
  const dateProblem = dateProblemOf(date, moment)
  if (dateProblem !== undefined) return dateProblem
  const sent = { v1: numberOr(row[2]), v3: numberOr(row[4]) }
  if (sent.v1 === null && sent.v3 === null) return 'Missing energy and power values'
  const before = previous(fake, `${date} ${time}`)
  const [now, then] = [sent.v1 ?? sent.v3 ?? 0, before?.v1 ?? before?.v3 ?? 0]
  return now < then ? `Energy value [${now}] lower than previously recorded value [${then}]` : undefined
}

function dateProblemOf(date: string, { now, timeZone }: Moment): string | undefined {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate()
  const age = today.since(Temporal.PlainDate.from(date)).total('days')
  if (age < 0) return `Invalid future [${date}]`
  return age > oldestDays ? `Date is older than ${oldestDays} days [${date}]` : undefined
}

function previous({ statuses }: FakePvoutput, key: string): KeptStatus | undefined {
  const earlier = [...statuses.keys()].filter((other) => other < key && other.startsWith(key.slice(0, 8)))
  return statuses.get(earlier.toSorted().at(-1) ?? '')
}

function addOutput(fake: FakePvoutput, parameters: URLSearchParams, moment: Moment): string {
  const date = parameters.get('d') ?? ''
  const problem = dateProblemOf(date, moment)
  if (problem?.includes('future')) throw bad(`Date [${date}] too new`)
  const g = numberOr(parameters.get('g') ?? undefined)
  if (g !== null && g > fake.systemSizeWatts * 12) throw bad(`Generation [${g}] too high for system size`)
  fake.outputs.set(date, { g, c: numberOr(parameters.get('c') ?? undefined) })
  return 'OK 200: Added Output'
}

// Of a lifetime energy, the day's part is shown.
function getStatus({ statuses }: FakePvoutput, date: string, time: string): string {
  const found = statuses.get(`${date} ${time}`)
  if (!found) throw bad('No status found')
  const first = statuses.get([...statuses.keys()].filter((key) => key.startsWith(date)).toSorted()[0] ?? '')
  const ofDay = (field: keyof KeptStatus) => {
    const value = found[field]
    return value === null ? 'NaN' : String(value - (first?.[field] ?? value))
  }
  return [date, time, ofDay('v1'), 'NaN', ofDay('v3'), 'NaN', 'NaN', 'NaN', 'NaN'].join(',')
}

function getOutput({ outputs }: FakePvoutput, date: string): string {
  const found = outputs.get(date)
  if (!found) throw bad('No outputs found')
  return [date, found.g ?? 'NaN', '0.5', 'NaN', found.c ?? 'NaN', 'NaN', 'NaN', 'Not Sure', 'NaN', 'NaN'].join(',')
}

function numberOr(text: string | undefined): number | null {
  return text === undefined || text === '' ? null : Number(text)
}
