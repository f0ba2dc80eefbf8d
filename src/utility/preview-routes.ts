import type { Caller, Server } from '../http/route.ts'
import { type Static, Type } from '../json-schema.ts'
import type { Preview } from './preview.ts'
import type { PushRequest } from './push.ts'
import { SubmissionSchema, submissionJson } from './submission-json.ts'

interface PreviewRoutesDependencies {
  deskFor(caller: Caller): { preview(request: PushRequest): Promise<Preview> }
}

const Name = Type.Optional(Type.String({ minLength: 1, maxLength: 64 }))
const Query = Type.Object({ site: Name, readingId: Name, connector: Name }, { additionalProperties: false })
const Answer = Type.Object({
  ...Type.Pick(SubmissionSchema, [
    'site',
    'connector',
    'readingId',
    'value',
    'state',
    'code',
    'detail',
    'nextAttemptAt',
  ]).properties,
  timestamp: Type.String({ description: 'When the reading was taken' }),
  field: Type.String(),
  counterValue: Type.Number({ description: 'What the counter shows; `value` is what is made of it' }),
  written: Type.Array(
    Type.Object({
      as: Type.String({ description: 'The placeholder of the connector, or the unit' }),
      text: Type.String({ description: 'What stands there, to the letter' }),
    }),
  ),
  problem: Type.Union([Type.String(), Type.Null()], { description: 'Why it cannot be written like this' }),
})

export type PreviewJson = Static<typeof Answer>

/** `GET /utility/preview`: what a push would hand over. */
export function previewRoute(server: Server, { deskFor }: PreviewRoutesDependencies): void {
  const schema = {
    tags: ['utility'],
    summary: 'The exact value that a push of this reading would hand over, and how it would begin; nothing is sent',
    querystring: Query,
    response: { 200: Answer },
  }
  server.get('/utility/preview', { config: { access: 'utility:push' }, schema }, async (request) => {
    const { site, readingId, connector } = request.query
    const { preview } = deskFor(request.caller)
    return previewJson(await preview({ site, readingId, connector, by: request.caller.username }))
  })
}

function previewJson({ submission, reading, field, counted, written, problem }: Preview): PreviewJson {
  const { site, connector, readingId, value, state, code, detail, nextAttemptAt } = submissionJson(submission, [], null)
  return {
    site,
    connector,
    readingId,
    timestamp: new Date(reading.timestamp).toISOString(),
    field,
    counterValue: counted / 1000,
    value,
    written,
    problem,
    state,
    code,
    detail,
    nextAttemptAt,
  }
}
