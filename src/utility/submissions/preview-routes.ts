import type { Caller, Server } from '../../http/route.ts'
import { Type } from '../../json-schema.ts'
import type { StoredConnector } from '../connectors/connectors-store.ts'
import type { Preview } from './preview.ts'
import { type PreviewJson, PreviewSchema, WaysSchema } from './preview-json.ts'
import type { PushRequest } from './push.ts'
import { submissionJson } from './submission-json.ts'

interface PreviewRoutesDependencies {
  deskFor(caller: Caller): {
    preview(request: PushRequest): Promise<Preview>
    connectorsOf(site: string): Promise<StoredConnector[]>
  }
}

const Name = Type.Optional(Type.String({ minLength: 1, maxLength: 64 }))
const Query = Type.Object({ site: Name, readingId: Name, connector: Name }, { additionalProperties: false })
const SiteQuery = Type.Object({ site: Name }, { additionalProperties: false })
/** `GET /utility/push`: through what readings of a site may be pushed, for those who may not see connectors whole. */
export function waysRoute(server: Server, { deskFor }: PreviewRoutesDependencies): void {
  const schema = {
    tags: ['utility'],
    summary: 'The connectors of a site by name: what a push may name, where they are enabled',
    querystring: SiteQuery,
    response: { 200: WaysSchema },
  }
  server.get('/utility/push', { config: { access: 'utility:push' }, schema }, async ({ query, caller }) => {
    const found = await deskFor(caller).connectorsOf(query.site ?? 'home')
    return { connectors: found.map(({ name, type, isEnabled }) => ({ name, type, enabled: isEnabled })) }
  })
}

/** `GET /utility/preview`: what a push would hand over. */
export function previewRoute(server: Server, { deskFor }: PreviewRoutesDependencies): void {
  const schema = {
    tags: ['utility'],
    summary: 'The exact value that a push of this reading would hand over, and how it would begin; nothing is sent',
    querystring: Query,
    response: { 200: PreviewSchema },
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
