/** Peer (a2): Fastify with the same schema and a real check of the token; answers like Meterbridge and keeps nothing. */
import { randomUUID } from 'node:crypto'
import jwt from '@fastify/jwt'
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import { fastify } from 'fastify'
import { Type } from 'typebox'

const RecordInput = Type.Object(
  {
    id: Type.Optional(Type.String({ pattern: '^[0-9a-fA-F-]{36}$' })),
    site: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    timestamp: Type.Optional(Type.String({ maxLength: 64 })),
    inverterKwh: Type.Optional(Type.Number({ minimum: 0, maximum: 1e9 })),
    meterValue: Type.Optional(Type.Number({ minimum: 0, maximum: 1e9 })),
    source: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    note: Type.Optional(Type.String({ maxLength: 1000 })),
  },
  { additionalProperties: false },
)
const Reading = Type.Object({
  id: Type.String(),
  site: Type.String(),
  timestamp: Type.String(),
  inverterKwh: Type.Union([Type.Number(), Type.Null()]),
  meterValue: Type.Union([Type.Number(), Type.Null()]),
  source: Type.String(),
})

const server = fastify({ bodyLimit: 8 * 1024 * 1024 }).withTypeProvider<TypeBoxTypeProvider>()
server.setValidatorCompiler(TypeBoxValidatorCompiler)
await server.register(jwt, { secret: 'a secret of more than thirty-two bytes', verify: { cache: true } })
const signedIn = async (request: { jwtVerify(): Promise<unknown> }): Promise<void> => {
  await request.jwtVerify()
}
const readingOf = (input: { timestamp?: string; inverterKwh?: number; meterValue?: number; source?: string }) => ({
  id: randomUUID(),
  site: 'home',
  timestamp: new Date(input.timestamp ?? Date.now()).toISOString(),
  inverterKwh: input.inverterKwh ?? null,
  meterValue: input.meterValue ?? null,
  source: input.source ?? 'bench',
})
const newest = readingOf({ inverterKwh: 5012.4, meterValue: 18_230 })

server.get('/health', async () => ({ status: 'healthy' }))
server.post('/auth/token', async () => ({ access_token: server.jwt.sign({ sub: 'bench' }, { expiresIn: '7d' }) }))
server.get(
  '/readings/current',
  { onRequest: signedIn, schema: { response: { 200: Type.Object({ site: Type.String(), reading: Reading }) } } },
  async () => ({ site: 'home', reading: newest }),
)
server.post(
  '/records/single',
  {
    onRequest: signedIn,
    schema: {
      body: RecordInput,
      response: { 201: Type.Object({ reading: Reading, warnings: Type.Array(Type.String()) }) },
    },
  },
  async (request, reply) => {
    reply.code(201)
    return { reading: readingOf(request.body), warnings: [] }
  },
)
server.post(
  '/records/bulk',
  { onRequest: signedIn, schema: { body: Type.Object({ records: Type.Array(RecordInput, { maxItems: 10_000 }) }) } },
  async (request) => ({ received: request.body.records.length, recorded: request.body.records.map(readingOf).length }),
)
await server.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' })
