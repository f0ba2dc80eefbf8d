import type { Clock } from '../../clock.ts'
import type { Caller, Server } from '../../http/route.ts'
import { type Static, Type } from '../../json-schema.ts'
import { Problem } from '../../problem.ts'
import { type BulkDependencies, bulkRoute } from '../bulk/bulk-routes.ts'
import type { Confirmation } from '../doubts/confirmations.ts'
import { mapsRoute } from '../imports/maps-routes.ts'
import { type Draft, draftOf } from '../reading.ts'
import {
  CorrectionBody,
  ReadingAnswer,
  ReadingParams,
  ReadingSchema,
  RecordBody,
  readingAnswer,
  readingJson,
  SiteQuery,
  SomeNote,
  WarningsSchema,
} from '../reading-schemas.ts'
import type { Readings, ReadingsFor } from '../readings.ts'
import { formatTimestamp } from '../timestamp.ts'
import { conflictProblem } from './conflict.ts'

const bodyOf = { none: Type.Null({ description: 'No content' }) }

const ConfirmBody = Type.Object({ note: SomeNote }, { additionalProperties: false })
const HistoryAnswer = Type.Object({
  history: Type.Array(
    Type.Object({
      at: Type.String(),
      by: Type.String(),
      origin: Type.String(),
      withdrawn: Type.Boolean(),
      values: Type.Pick(ReadingSchema, ['timestamp', 'inverterKwh', 'meterValue', 'source', 'note']),
    }),
  ),
  confirmations: Type.Optional(
    Type.Array(Type.Object({ at: Type.String(), by: Type.String(), note: Type.String(), warnings: WarningsSchema })),
  ),
})

export type HistoryJson = Static<typeof HistoryAnswer>

/** Recording, correcting and withdrawing: `/records`. */
export function recordsRoutes(server: Server, dependencies: BulkDependencies): void {
  recordRoute(server, dependencies)
  checkRoute(server, dependencies)
  bulkRoute(server, dependencies)
  recordRoutes(server, dependencies)
  confirmRoute(server, dependencies)
  mapsRoute(server)
}

function recordRoute(server: Server, { readingsFor, clock }: BulkDependencies): void {
  const schema = {
    tags: ['records'],
    summary: 'Record a reading',
    body: RecordBody,
    response: { 200: ReadingAnswer, 201: ReadingAnswer },
  }
  server.post('/records/single', { config: { access: 'readings:write' }, schema }, async (request, reply) => {
    const by = request.caller.username
    const readings = readingsFor(request.caller)
    const draft = await checkedDraft(request.body, by, { readings, clock })
    const [outcome] = await readings.record({
      drafts: [draft],
      by,
      origin: 'api',
      onConflict: 'reject',
      stores: 'each',
    })
    if (!outcome) throw new Error('a recorded reading has no outcome')
    if (outcome.kind === 'conflict') throw conflictProblem(draft, outcome.reading)
    reply.code(outcome.kind === 'recorded' ? 201 : 200).header('location', `/records/${outcome.reading.id}`)
    return readingAnswer(outcome.reading)
  })
}

function checkRoute(server: Server, { readingsFor, clock }: BulkDependencies): void {
  const schema = {
    tags: ['records'],
    summary: 'What would speak against a reading; nothing is recorded',
    body: RecordBody,
    response: { 200: Type.Object({ warnings: WarningsSchema }) },
  }
  server.post('/records/check', { config: { access: 'readings:write' }, schema }, async (request) => {
    const readings = readingsFor(request.caller)
    const draft = await checkedDraft(request.body, request.caller.username, { readings, clock })
    return { warnings: [...(await readings.doubtsAbout(draft))] }
  })
}

async function checkedDraft(
  body: Static<typeof RecordBody>,
  by: string,
  { readings, clock }: { readings: Readings; clock: Clock },
): Promise<Draft> {
  const { site, timeZone } = await readings.site(body.site ?? 'home')
  const draft = draftOf(body, { site, timeZone, defaultSource: by, now: clock() })
  if (!Array.isArray(draft)) return draft
  throw new Problem(400, 'The reading is not as it should be; see errors.', { type: 'invalid-input', errors: draft })
}

/** The readings of the site that a request names, or of all: an id may be there at several. */
function readingsWithin(readingsFor: ReadingsFor) {
  return ({ caller, query: { site } }: { caller: Caller; query: Static<typeof SiteQuery> }): Readings =>
    site === undefined ? readingsFor(caller) : readingsFor(caller).within(new Set([site]))
}

function recordRoutes(server: Server, { readingsFor }: BulkDependencies): void {
  const common = { tags: ['records'], params: ReadingParams, querystring: SiteQuery }
  const readingsOf = readingsWithin(readingsFor)
  server.get(
    '/records/:id',
    {
      config: { access: 'readings:read' },
      schema: { ...common, summary: 'A reading', response: { 200: ReadingAnswer } },
    },
    async (request) => readingAnswer(await readingsOf(request).find(request.params.id)),
  )
  server.patch(
    '/records/:id',
    {
      config: { access: 'readings:correct' },
      schema: { ...common, summary: 'Correct a reading', body: CorrectionBody, response: { 200: ReadingAnswer } },
    },
    async (request) => {
      const reading = await readingsOf(request).correct(request.params.id, request.body, {
        by: request.caller.username,
        origin: 'api',
      })
      return readingAnswer(reading)
    },
  )
  server.delete(
    '/records/:id',
    {
      config: { access: 'readings:correct' },
      schema: { ...common, summary: 'Withdraw a reading', response: { 204: bodyOf.none } },
    },
    async (request, reply) => {
      await readingsOf(request).withdraw(request.params.id, { by: request.caller.username, origin: 'api' })
      return await reply.code(204).send(null)
    },
  )
  server.get(
    '/records/:id/history',
    {
      config: { access: 'readings:read' },
      schema: { ...common, summary: 'Every revision of a reading', response: { 200: HistoryAnswer } },
    },
    async (request) => {
      const readings = readingsOf(request)
      const revisions = await readings.history(request.params.id)
      const confirmations = await readings.confirmations(request.params.id)
      return {
        history: revisions.map((revision) => ({
          at: formatTimestamp(revision.at),
          by: revision.by,
          origin: revision.origin,
          withdrawn: revision.withdrawnAt !== null,
          values: revisionValues(revision),
        })),
        ...(confirmations.length > 0 && { confirmations: confirmations.map(confirmationJson) }),
      }
    },
  )
}

function confirmRoute(server: Server, { readingsFor }: BulkDependencies): void {
  const schema = {
    tags: ['records'],
    summary: 'Vouch for a doubtful reading: its warnings end, and the note stays in its history',
    params: ReadingParams,
    querystring: SiteQuery,
    body: ConfirmBody,
    response: { 200: ReadingAnswer },
  }
  server.post(
    '/records/:id/confirm',
    { config: { access: 'readings:correct', isDecision: true }, schema },
    async (request) => {
      const { params, body, caller } = request
      return readingAnswer(await readingsWithin(readingsFor)(request).confirm(params.id, caller.username, body.note))
    },
  )
}

function confirmationJson({ at, by, note, doubts }: Confirmation) {
  return { at: formatTimestamp(at), by, note, warnings: [...doubts] }
}

function revisionValues(revision: Awaited<ReturnType<Readings['history']>>[number]) {
  const { timestamp, inverterKwh, meterValue, source, note } = readingJson({
    ...revision,
    site: '',
    id: '',
    recordedAt: revision.at,
    revision: 0,
    sheetRevision: 0,
    sheetRow: null,
    doubts: [],
  })
  return { timestamp, inverterKwh, meterValue, source, note }
}
