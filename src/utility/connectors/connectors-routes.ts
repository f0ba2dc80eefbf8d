import type { Server } from '../../http/route.ts'
import { Type } from '../../json-schema.ts'
import { personCodes } from './connector.ts'
import type { ConnectorDesk, ShownConnector } from './connector-desk.ts'

const config = { access: 'admin' } as const
const tags = ['utility']
const Name = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
  title: 'a name of letters, digits, dots, hyphens and underscores, at most 64, the first one a letter or a digit',
})
const Params = Type.Object({ name: Name })

// Each type of connector checks its own fields; see `connector-definition.ts`.
const ConnectorBody = Type.Object(
  {
    type: Type.String({ minLength: 1, maxLength: 64 }),
    site: Type.Optional(Type.Unknown()),
    value: Type.Optional(Type.Unknown()),
    window: Type.Optional(Type.Unknown()),
    secrets: Type.Optional(
      Type.Unknown({
        description:
          'By name; they go in and never come out. Without it, those that are stored stay; so does each that is null.',
      }),
    ),
    enabled: Type.Optional(Type.Unknown()),
    schedule: Type.Optional(
      Type.Unknown({
        description: 'Cron, five fields, in the site’s zone: its hours count, its minute is chosen by chance',
      }),
    ),
    rehearse: Type.Optional(Type.Unknown({ description: '"daily" tries everything up to the point of no return' })),
    portal: Type.Optional(Type.Unknown({ description: 'Where a person can submit by hand; named in alerts' })),
  },
  { additionalProperties: true, description: 'The common fields and those of the type' },
)

const ConnectorAnswer = Type.Object({ connector: Type.Record(Type.String(), Type.Unknown()) })

const RehearsalSchema = Type.Object({
  ok: Type.Boolean(),
  steps: Type.Array(
    Type.Object({
      step: Type.String(),
      ok: Type.Boolean(),
      detail: Type.String(),
      code: Type.Optional(Type.Enum([...personCodes])),
      evidence: Type.Optional(Type.Array(Type.Object({ kind: Type.String(), url: Type.String() }))),
    }),
  ),
  problems: Type.Array(Type.String()),
})

/** Setting connectors up: `/utility/connectors`. */
export function connectorsRoutes(server: Server, desk: ConnectorDesk): void {
  server.get('/utility/connectors', { config, schema: { tags, summary: 'The connectors' } }, async () => ({
    connectors: (await desk.list()).map(connectorJson),
  }))
  server.get(
    '/utility/connectors/:name',
    { config, schema: { tags, summary: 'A connector', params: Params } },
    async (request) => ({
      connector: connectorJson(await desk.find(request.params.name)),
    }),
  )
  const put = {
    tags,
    summary: 'Set a connector up or change it',
    params: Params,
    body: ConnectorBody,
    response: { 200: ConnectorAnswer, 201: ConnectorAnswer },
  }
  server.put('/utility/connectors/:name', { config, schema: put }, async (request, reply) => {
    const { isNew, ...shown } = await desk.put(request.params.name, request.body)
    reply.code(isNew ? 201 : 200).header('location', `/utility/connectors/${request.params.name}`)
    return { connector: connectorJson(shown) }
  })
  server.delete(
    '/utility/connectors/:name',
    { config, schema: { tags, summary: 'Remove a connector', params: Params, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await desk.remove(request.params.name)
      return await reply.code(204).send(null)
    },
  )
  const test = {
    tags,
    summary: 'Rehearse everything up to the point of no return',
    params: Params,
    response: { 200: RehearsalSchema },
  }
  server.post(
    '/utility/connectors/:name/test',
    { config, schema: test },
    async (request) => await desk.rehearse(request.params.name),
  )
}

function connectorJson({ connector, secretNames, restsUntil }: ShownConnector): Record<string, unknown> {
  const { name, type, site, value, window, isEnabled, stopped, schedule, rehearse, portal, fields } = connector
  const planned = { nextRunAt: instant(connector.nextRunAt), nextRehearsalAt: instant(connector.nextRehearsalAt) }
  const common = { name, type, site, value, window, schedule, rehearse, portal, enabled: isEnabled }
  return { ...common, ...fields, secrets: secretNames, stopped, restsUntil: instant(restsUntil), ...planned }
}

function instant(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString()
}
