import { readCursor, writeCursor } from '../http/cursor.ts'
import type { Caller, Server } from '../http/route.ts'
import { Type } from '../json-schema.ts'
import type { StoredConnector } from './connectors/connectors-store.ts'
import { type Decisions, noSubmission } from './submissions/decisions.ts'
import type { Outcomes } from './submissions/outcomes.ts'
import type { Present } from './submissions/presenter.ts'
import type { Preview } from './submissions/preview.ts'
import { previewRoute, waysRoute } from './submissions/preview-routes.ts'
import { isSettled, submissionStates } from './submissions/progress.ts'
import type { Push, PushRequest } from './submissions/push.ts'
import { type SubmissionJson, SubmissionSchema } from './submissions/submission-json.ts'
import type { Submission } from './submissions/submission-record.ts'
import type { SubmissionsStore } from './submissions/submissions-store.ts'

/** What a caller can do with submissions, of the sites that it knows. */
export interface SubmissionDesk {
  push: Push
  preview(request: PushRequest): Promise<Preview>
  /** Every connector of a site, switched on or not. @throws Problem 404 */
  connectorsOf(site: string): Promise<StoredConnector[]>
  decisions: Decisions
  submissions: Pick<SubmissionsStore, 'find' | 'list'>
}

interface UtilityRoutesDependencies {
  deskFor(caller: Caller): SubmissionDesk
  present: Present
  outcomes: Outcomes
}

const longestWaitSeconds = 60
const defaultPage = 100
const largestPage = 1000
const config = { access: 'utility:push' } as const
const tags = ['utility']
const strict = { additionalProperties: false }
const Id = Type.String({ minLength: 1, maxLength: 64 })
const Answer = Type.Object({ submission: SubmissionSchema })
const Params = Type.Object({ id: Id })

const PushBody = Type.Object(
  {
    site: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    readingId: Type.Optional(Id),
    connector: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  },
  strict,
)

const ListQuery = Type.Object(
  {
    state: Type.Optional(Type.Enum([...submissionStates])),
    site: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: largestPage })),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
  },
  strict,
)

const RetryBody = Type.Object({ note: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })) }, strict)

const ResolveBody = Type.Object(
  {
    outcome: Type.Enum(['confirmed', 'cancelled']),
    receipt: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    note: Type.String({ minLength: 1, maxLength: 1000 }),
  },
  strict,
)

/** Pushing readings and deciding about submissions: `/utility/push`, `/utility/preview`, `/utility/submissions`. */
export function utilityRoutes(server: Server, dependencies: UtilityRoutesDependencies): void {
  pushRoute(server, dependencies)
  previewRoute(server, dependencies)
  waysRoute(server, dependencies)
  listRoutes(server, dependencies)
  decisionRoutes(server, dependencies)
}

// Nothing has to be said, so a body need not come.
async function preValidation(request: { body?: unknown }): Promise<void> {
  request.body ??= {}
}

function pushRoute(server: Server, { deskFor, outcomes, present }: UtilityRoutesDependencies): void {
  const schema = {
    tags,
    summary: 'Submit a reading to the utility; with Prefer: wait=N the outcome is waited for',
    body: PushBody,
    response: { 200: Answer, 202: Answer },
  }
  server.post('/utility/push', { config, schema, preValidation }, async (request, reply) => {
    const { site, readingId, connector } = request.body
    const { push } = deskFor(request.caller)
    const pushed = await push({ site, readingId, connector, by: request.caller.username })
    const seconds = preferredWait(request.headers['prefer'])
    const submission = seconds === null ? pushed : await outcomes.wait(pushed, seconds * 1000)
    if (seconds !== null) reply.header('preference-applied', `wait=${seconds}`)
    const hasOutcome = seconds !== null && isSettled(submission.state)
    reply.code(hasOutcome ? 200 : 202).header('location', `/utility/submissions/${submission.id}`)
    return { submission: await shown(submission, present) }
  })
}

// RFC 7240: preferences are separated by commas, in one header or several.
function preferredWait(header: string | string[] | undefined): number | null {
  const preferences = [header ?? []].flat().flatMap((line) => line.split(','))
  for (const preference of preferences) {
    const seconds = /^\s*wait\s*=\s*"?(\d{1,9})"?\s*(?:;|$)/i.exec(preference)?.[1]
    if (seconds !== undefined) return Math.min(longestWaitSeconds, Number(seconds))
  }
  return null
}

function listRoutes(server: Server, { deskFor, present }: UtilityRoutesDependencies): void {
  const ListAnswer = Type.Object({
    submissions: Type.Array(SubmissionSchema),
    nextCursor: Type.Union([Type.String(), Type.Null()]),
  })
  const list = { tags, summary: 'Submissions, newest first', querystring: ListQuery, response: { 200: ListAnswer } }
  server.get('/utility/submissions', { config, schema: list }, async (request) => {
    const { state, site, limit = defaultPage, cursor } = request.query
    const found = await deskFor(request.caller).submissions.list({
      state,
      site,
      limit: limit + 1,
      before: readCursor(cursor),
    })
    const page = found.slice(0, limit)
    const last = found.length > limit ? page.at(-1) : undefined
    const nextCursor = last ? writeCursor({ at: last.createdAt, id: last.id }) : null
    return { submissions: await present(page), nextCursor }
  })
  const one = { tags, summary: 'A submission with every attempt', params: Params, response: { 200: Answer } }
  server.get('/utility/submissions/:id', { config, schema: one }, async (request) => {
    const submission = await deskFor(request.caller).submissions.find(request.params.id)
    if (!submission) throw noSubmission(request.params.id)
    return { submission: await shown(submission, present) }
  })
}

function decisionRoutes(server: Server, { deskFor, present }: UtilityRoutesDependencies): void {
  const response = { 200: Answer, 202: Answer }
  const retry = { tags, summary: 'Begin anew, on a person’s word', params: Params, body: RetryBody, response }
  server.post('/utility/submissions/:id/retry', { config, schema: retry, preValidation }, async (request, reply) => {
    const { decisions } = deskFor(request.caller)
    const submission = await decisions.retry(request.params.id, request.caller.username, request.body.note ?? null)
    reply.code(202).header('location', `/utility/submissions/${submission.id}`)
    return { submission: await shown(submission, present) }
  })
  const resolve = { tags, summary: 'End it, on a person’s word', params: Params, body: ResolveBody, response }
  server.post('/utility/submissions/:id/resolve', { config, schema: resolve }, async (request) => {
    const { outcome, receipt = null, note } = request.body
    const { decisions } = deskFor(request.caller)
    const submission = await decisions.resolve(request.params.id, { outcome, receipt, note }, request.caller.username)
    return { submission: await shown(submission, present) }
  })
}

async function shown(submission: Submission, present: Present): Promise<SubmissionJson> {
  const [json] = await present([submission])
  if (!json) throw new Error('a submission is shown as nothing')
  return json
}
