/** Peer (a2): Fastify with Meterbridge's schemas and a real check of the token; answers like it and keeps nothing. */
import { randomUUID } from 'node:crypto'
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import { createSigner, createVerifier } from 'fast-jwt'
import { type FastifyRequest, fastify } from 'fastify'
import { Type } from 'typebox'
import { CurrentAnswer, ReadingAnswer, type ReadingJson, RecordBody } from '../../src/readings/reading-schemas.ts'

interface RecordInput {
  timestamp?: string | null
  inverterKwh?: number | null
  meterValue?: number | null
  source?: string | null
}

const server = fastify({ bodyLimit: 8 * 1024 * 1024 }).withTypeProvider<TypeBoxTypeProvider>()
server.setValidatorCompiler(TypeBoxValidatorCompiler)
const key = 'a secret of more than thirty-two bytes'
const sign = createSigner({ key, algorithm: 'HS256', expiresIn: '7d' })
const verify = createVerifier({ key, algorithms: ['HS256'], cache: true })
const signedIn = async ({ headers }: FastifyRequest): Promise<void> => {
  verify(headers.authorization?.slice('Bearer '.length) ?? '')
}
const readingOf = (input: RecordInput): ReadingJson => ({
  id: randomUUID(),
  site: 'home',
  timestamp: new Date(input.timestamp ?? Date.now()).toISOString(),
  inverterKwh: input.inverterKwh ?? null,
  meterValue: input.meterValue ?? null,
  source: input.source ?? 'bench',
  note: null,
  recordedAt: new Date().toISOString(),
  sheet: { state: 'pending' },
})
const newest = readingOf({ inverterKwh: 5012.4, meterValue: 18_230 })
const { timestamp, source } = newest
const latest = { inverterKwh: { value: 5012.4, timestamp, source }, meterValue: { value: 18_230, timestamp, source } }

server.get('/health', async () => ({ status: 'healthy' }))
server.post('/auth/token', async () => ({ access_token: sign({ sub: 'bench' }) }))
server.get('/readings/current', { onRequest: signedIn, schema: { response: { 200: CurrentAnswer } } }, async () => ({
  site: 'home',
  reading: newest,
  latest,
}))
server.post(
  '/records/single',
  { onRequest: signedIn, schema: { body: RecordBody, response: { 201: ReadingAnswer } } },
  async (request, reply) => {
    reply.code(201)
    return { reading: readingOf(request.body), warnings: [] }
  },
)
server.post(
  '/records/bulk',
  { onRequest: signedIn, schema: { body: Type.Object({ records: Type.Array(RecordBody, { maxItems: 10_000 }) }) } },
  async (request) => ({ received: request.body.records.length, recorded: request.body.records.map(readingOf).length }),
)
await server.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' })
