import type { Server } from '../../http/route.ts'
import { Type } from '../../json-schema.ts'
import { readTemplates } from './templates.ts'

const config = { access: 'admin' } as const

const TemplateSchema = Type.Object({
  name: Type.String(),
  title: Type.String(),
  documentation: Type.String({ description: 'The documentation of the service that it was made from' }),
  tested: Type.Boolean({ description: 'Whether it was ever tried against the service itself; rehearse it first' }),
  notes: Type.Array(Type.String()),
  secrets: Type.Record(Type.String(), Type.String(), { description: 'What each secret is, by its name' }),
  connector: Type.Record(Type.String(), Type.Unknown(), {
    description: 'What PUT /utility/connectors/{name} takes, once `secrets` are added to it',
  }),
})

/** Connectors to known services, to begin with: `/utility/templates`. */
export function templatesRoutes(server: Server): void {
  const schema = {
    tags: ['utility'],
    summary: 'Templates of connectors to known services',
    response: { 200: Type.Object({ templates: Type.Array(TemplateSchema) }) },
  }
  server.get('/utility/templates', { config, schema }, () => ({ templates: readTemplates() }))
}
