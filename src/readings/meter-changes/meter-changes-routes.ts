import type { Clock } from '../../clock.ts'
import type { Server } from '../../http/route.ts'
import { type Static, Type } from '../../json-schema.ts'
import { Problem } from '../../problem.ts'
import { counterFields, counters } from '../counter.ts'
import { checkedTimestamp, fromThousandths, toThousandths } from '../reading.ts'
import { Counter, Note, SiteParams, Timestamp } from '../reading-schemas.ts'
import type { ReadingsFor } from '../readings.ts'
import { formatTimestamp } from '../timestamp.ts'
import type { MeterChange } from './meter-change.ts'
import type { MeterChanges } from './meter-changes.ts'

interface MeterChangesDependencies {
  meterChanges: MeterChanges
  readingsFor: ReadingsFor
  clock: Clock
}

const CounterName = Type.Enum(Object.values(counterFields), {
  description: 'The counter that was replaced or reset; default meterValue',
})
const Body = Type.Object(
  {
    timestamp: Timestamp,
    finalValue: Counter,
    initialValue: Counter,
    note: Type.Optional(Note),
    counter: Type.Optional(CounterName),
  },
  { additionalProperties: false },
)
const Answer = Type.Object({
  id: Type.String(),
  site: Type.String(),
  counter: Type.String(),
  timestamp: Type.String(),
  finalValue: Type.Number(),
  initialValue: Type.Number(),
  note: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
  recordedBy: Type.String(),
  recordedAt: Type.String(),
})
/** A meter change as the API shows it. */
export type MeterChangeJson = Static<typeof Answer>

const ListAnswer = Type.Object({ meterChanges: Type.Array(Answer) })
const ChangeParams = Type.Object({ site: Type.String(), id: Type.String({ maxLength: 64 }) })

const tags = ['sites']
const path = '/sites/:site/meter-changes'
const config = { access: 'readings:correct', isDecision: true } as const

/** `/sites/{site}/meter-changes`: counters that were replaced or reset. */
export function meterChangesRoutes(
  server: Server,
  { meterChanges, readingsFor, clock }: MeterChangesDependencies,
): void {
  server.post(
    path,
    {
      config,
      schema: {
        tags,
        summary: 'Say that a meter was replaced or reset; totals go on over it',
        params: SiteParams,
        body: Body,
        response: { 200: Answer, 201: Answer },
      },
    },
    async (request, reply) => {
      const { site, timeZone } = await readingsFor(request.caller).site(request.params.site)
      const { timestamp, finalValue, initialValue, note, counter = 'meterValue' } = request.body
      const instant = checkedTimestamp(timestamp, { timeZone, now: clock() })
      if (typeof instant !== 'number')
        throw new Problem(400, 'The meter change is not as it should be; see errors.', {
          type: 'invalid-input',
          errors: [{ path: '/timestamp', message: instant.message }],
        })
      const { change, isNew } = await meterChanges.add({
        site,
        counter: counters.find((name) => counterFields[name] === counter) ?? 'meter',
        timestamp: instant,
        final: toThousandths(finalValue),
        initial: toThousandths(initialValue),
        note: note || null,
        recordedBy: request.caller.username,
      })
      return reply.code(isNew ? 201 : 200).send(changeJson(change))
    },
  )
  server.get(
    path,
    {
      config,
      schema: { tags, summary: 'The meter changes of a site', params: SiteParams, response: { 200: ListAnswer } },
    },
    async (request) => {
      const { site } = await readingsFor(request.caller).site(request.params.site)
      return { meterChanges: (await meterChanges.list(site)).map(changeJson) }
    },
  )
  server.delete(
    `${path}/:id`,
    {
      config,
      schema: {
        tags,
        summary: 'Take back a meter change that was recorded by mistake',
        params: ChangeParams,
        response: { 204: Type.Null({ description: 'No content' }) },
      },
    },
    async (request, reply) => {
      const { site } = await readingsFor(request.caller).site(request.params.site)
      await meterChanges.remove(site, request.params.id)
      return await reply.code(204).send(null)
    },
  )
}

function changeJson(change: MeterChange): Static<typeof Answer> {
  return {
    id: change.id,
    site: change.site,
    counter: counterFields[change.counter],
    timestamp: formatTimestamp(change.timestamp),
    finalValue: fromThousandths(change.final) ?? 0,
    initialValue: fromThousandths(change.initial) ?? 0,
    note: change.note,
    recordedBy: change.recordedBy,
    recordedAt: formatTimestamp(change.recordedAt),
  }
}
