import type { Server } from '../http/route.ts'
import { Type } from '../json-schema.ts'
import { Problem } from '../problem.ts'
import { type Decisions, noSubmission } from './decisions.ts'
import type { Outcomes } from './outcomes.ts'
import { isSettled, submissionStates } from './progress.ts'
import type { Push } from './push.ts'
import { type SubmissionJson, SubmissionSchema, submissionJson } from './submission-json.ts'
import type { Submission } from './submission-record.ts'
import type { SubmissionQuery, SubmissionsStore } from './submissions-store.ts'

interface UtilityRoutesDependencies {
  push: Push
  decisions: Decisions
  store: SubmissionsStore
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

const ResolveBody = Type.Object(
  {
    outcome: Type.Enum(['confirmed', 'cancelled']),
    receipt: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    note: Type.String({ minLength: 1, maxLength: 1000 }),
  },
  strict,
)

/** Pushing readings and deciding about submissions: `/utility/push`, `/utility/submissions`. */
export function utilityRoutes(server: Server, dependencies: UtilityRoutesDependencies): void {
  pushRoute(server, dependencies)
  listRoutes(server, dependencies)
  decisionRoutes(server, dependencies)
}

function pushRoute(server: Server, { push, outcomes, store }: UtilityRoutesDependencies): void {
  const schema = {
    tags,
    summary: 'Submit a reading to the utility; with Prefer: wait=N the outcome is waited for',
    body: PushBody,
    response: { 200: Answer, 202: Answer },
  }
  // Nothing has to be said, so a body need not come.
  const preValidation = async (request: { body?: unknown }): Promise<void> => {
    request.body ??= {}
  }
  server.post('/utility/push', { config, schema, preValidation }, async (request, reply) => {
    const { site, readingId, connector } = request.body
    const pushed = await push({ site, readingId, connector, by: request.caller.username })
    const seconds = preferredWait(request.headers['prefer'])
    const submission = seconds === null ? pushed : await outcomes.wait(pushed, seconds * 1000)
    if (seconds !== null) reply.header('preference-applied', `wait=${seconds}`)
    reply.code(isSettled(submission.state) ? 200 : 202).header('location', `/utility/submissions/${submission.id}`)
    return { submission: await shown(submission, store) }
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

function listRoutes(server: Server, { store }: UtilityRoutesDependencies): void {
  const ListAnswer = Type.Object({
    submissions: Type.Array(SubmissionSchema),
    nextCursor: Type.Union([Type.String(), Type.Null()]),
  })
  const list = { tags, summary: 'Submissions, newest first', querystring: ListQuery, response: { 200: ListAnswer } }
  server.get('/utility/submissions', { config, schema: list }, async (request) => {
    const { state, site, limit = defaultPage, cursor } = request.query
    const before = cursor === undefined ? undefined : readCursor(cursor)
    const found = await store.list({ state, site, limit: limit + 1, before })
    const page = found.slice(0, limit)
    const attempts = await store.attemptsOf(page)
    const last = found.length > limit ? page.at(-1) : undefined
    return {
      submissions: page.map((submission) => submissionJson(submission, attempts.get(submission.id) ?? [])),
      nextCursor: last ? writeCursor(last) : null,
    }
  })
  const one = { tags, summary: 'A submission with every attempt', params: Params, response: { 200: Answer } }
  server.get('/utility/submissions/:id', { config, schema: one }, async (request) => {
    const submission = await store.find(request.params.id)
    if (!submission) throw noSubmission(request.params.id)
    return { submission: await shown(submission, store) }
  })
}

function decisionRoutes(server: Server, { decisions, store }: UtilityRoutesDependencies): void {
  const response = { 200: Answer, 202: Answer }
  const retry = { tags, summary: 'Begin anew, on a person’s word', params: Params, response }
  server.post('/utility/submissions/:id/retry', { config, schema: retry }, async (request, reply) => {
    const submission = await decisions.retry(request.params.id, request.caller.username)
    reply.code(202).header('location', `/utility/submissions/${submission.id}`)
    return { submission: await shown(submission, store) }
  })
  const resolve = { tags, summary: 'End it, on a person’s word', params: Params, body: ResolveBody, response }
  server.post('/utility/submissions/:id/resolve', { config, schema: resolve }, async (request) => {
    const { outcome, receipt = null, note } = request.body
    const submission = await decisions.resolve(request.params.id, { outcome, receipt, note }, request.caller.username)
    return { submission: await shown(submission, store) }
  })
}

async function shown(submission: Submission, store: SubmissionsStore): Promise<SubmissionJson> {
  return submissionJson(submission, (await store.attemptsOf([submission])).get(submission.id) ?? [])
}

function writeCursor({ createdAt, id }: Submission): string {
  return Buffer.from(`${createdAt} ${id}`).toString('base64url')
}

function readCursor(cursor: string): NonNullable<SubmissionQuery['before']> {
  const [, createdAt, id = ''] = /^(\d{1,15}) ([\w-]{1,64})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (createdAt === undefined)
    throw new Problem(400, 'The cursor is not one that this call gave out.', {
      errors: [{ path: '/cursor', message: 'is no cursor' }],
    })
  return { createdAt: Number(createdAt), id }
}
