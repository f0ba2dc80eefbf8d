import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import type { Clock } from '../../clock.ts'
import type { Server } from '../../http/route.ts'
import { type Static, Type } from '../../json-schema.ts'
import { Problem } from '../../problem.ts'
import type { CounterBefore } from '../imports/mapped-counters.ts'
import { readMap, type WholeMap } from '../imports/read-map.ts'
import { readMapped } from '../imports/read-mapped.ts'
import { SiteName } from '../reading-schemas.ts'
import type { ReadingSite, Readings, ReadingsFor } from '../readings.ts'
import { type BulkOptions, type BulkResult, type BulkRow, emptyResult, recordBulk } from './bulk.ts'
import { readCsv, readNdjson } from './bulk-text.ts'

export interface BulkDependencies {
  readingsFor: ReadingsFor
  /** Where sums of mapped imports go on. */
  counterBefore(site: ReadingSite): CounterBefore
  clock: Clock
  maxBulkRows: number
}

/** Room for a long note in every row. */
const bytesPerRow = 1600
const recordsPerPiece = 1000

const BulkQuery = Type.Object(
  {
    site: Type.Optional({
      ...SiteName,
      description: 'The site of every row of CSV or NDJSON; of JSON, that of the records that name none',
    }),
    atomic: Type.Optional(Type.Boolean()),
    dryRun: Type.Optional(
      Type.Boolean({
        description:
          'Answers as if the rows were recorded, and records none. Rows are compared with the ledger and with at least 500 rows before them.',
      }),
    ),
    onConflict: Type.Optional(Type.Enum(['reject', 'replace'])),
    map: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 8000,
        description: 'How a CSV of another system is read: the name of a preset (GET /records/maps), or a map as JSON',
      }),
    ),
  },
  { additionalProperties: false },
)

const BulkBody = Type.Object(
  {
    site: Type.Optional(SiteName),
    records: Type.Array(Type.Unknown(), { description: 'Each as for POST /records/single' }),
  },
  { additionalProperties: false },
)

/** `POST /records/bulk`. */
export function bulkRoute(server: Server, dependencies: BulkDependencies): void {
  for (const type of ['text/csv', 'application/x-ndjson'])
    server.addContentTypeParser(type, (_request, body, done) => done(null, body))
  server.post(
    '/records/bulk',
    {
      config: { access: 'readings:write' },
      bodyLimit: Math.max(dependencies.maxBulkRows * bytesPerRow, 64 * 1024),
      schema: {
        tags: ['records'],
        summary: 'Record many readings, with an answer for each bad one',
        consumes: ['application/json', 'text/csv', 'application/x-ndjson'],
        querystring: BulkQuery,
        body: {
          content: {
            'application/json': { schema: BulkBody },
            'text/csv': { schema: Type.Any() },
            'application/x-ndjson': { schema: Type.Any() },
          },
        },
      },
    },
    async (request) => {
      const readings = dependencies.readingsFor(request.caller)
      const { map, site, atomic = false, dryRun = false, onConflict = 'reject' } = request.query
      const { pieces, ...sites } =
        map === undefined
          ? bulkRows(request, site, dependencies.maxBulkRows)
          : mappedRows(request, readMap(map), await readings.site(site ?? 'home'), dependencies)
      const options: BulkOptions = {
        ...sites,
        isAtomic: atomic,
        isDryRun: dryRun,
        onConflict,
        by: request.caller.username,
      }
      try {
        return await answerBulk(pieces, { readings, clock: dependencies.clock }, options)
      } finally {
        discardRest(request.body)
      }
    },
  )
}

interface BulkRows extends Pick<BulkOptions, 'site' | 'defaultSite'> {
  pieces: AsyncIterable<BulkRow[]> | Iterable<BulkRow[]>
}

function mappedRows(
  { body, headers }: FastifyRequest,
  map: WholeMap,
  site: ReadingSite,
  { counterBefore }: BulkDependencies,
): BulkRows {
  refuseOtherCharsets(headers['content-type'] ?? '')
  if (!(body instanceof Readable && mediaTypeOf(headers) === 'text/csv'))
    throw new Problem(400, 'A map reads CSV; send the file as text/csv, or leave map out.', {
      type: 'invalid-input',
      errors: [{ path: '/map', message: 'is only for text/csv' }],
    })
  const ledger = { timeZone: site.timeZone, counterBefore: counterBefore(site) }
  return { pieces: readMapped(body, map, ledger), site: site.site }
}

function bulkRows(request: FastifyRequest, site: string | undefined, maxRows: number): BulkRows {
  const { body } = request
  const mediaType = mediaTypeOf(request.headers)
  refuseOtherCharsets(request.headers['content-type'] ?? '')
  if (body instanceof Readable) return { pieces: mediaType === 'text/csv' ? readCsv(body) : readNdjson(body), site }
  // Other calls take forms, so one is read here too.
  if (mediaType === 'application/x-www-form-urlencoded') throw otherMediaType()
  const { records, site: siteInBody } = body as Static<typeof BulkBody>
  if (records.length > maxRows)
    throw new Problem(
      413,
      `${records.length} records are more than the ${maxRows} that JSON may carry; send CSV or NDJSON, or several requests.`,
      {
        errors: [{ path: '/records', message: `must not hold more than ${maxRows} records` }],
      },
    )
  return { pieces: piecesOf(records), site: undefined, defaultSite: siteInBody ?? site }
}

// Checked piece by piece, so that others are answered in between.
function* piecesOf(records: readonly unknown[]): Generator<BulkRow[]> {
  for (let done = 0; done < records.length; done += recordsPerPiece)
    yield records.slice(done, done + recordsPerPiece).map((value) => ({ value }))
}

// A body that breaks off leaves what came before it recorded: the refusal says how much.
async function answerBulk(
  pieces: AsyncIterable<BulkRow[]> | Iterable<BulkRow[]>,
  dependencies: { readings: Readings; clock: Clock },
  options: BulkOptions,
): Promise<BulkResult> {
  const result = emptyResult()
  try {
    return await recordBulk(pieces, dependencies, options, result)
  } catch (error) {
    if (!(error instanceof Problem) || result.recorded === 0 || options.isDryRun) throw error
    throw new Problem(error.status, `${error.message} ${result.recorded} records were recorded before.`, {
      ...(error.type !== undefined && { type: error.type }),
      ...(error.errors && { errors: error.errors }),
    })
  }
}

// What a refusal left unread would stand in the way of the next request on the same connection.
function discardRest(body: unknown): void {
  if (!(body instanceof Readable) || body.readableEnded) return
  body.removeAllListeners('readable')
  body.resume()
}

function mediaTypeOf({ 'content-type': type = '' }: FastifyRequest['headers']): string {
  return (type.split(';')[0] ?? '').trim().toLowerCase()
}

function otherMediaType(): Problem {
  return new Problem(415, 'Records come as application/json, text/csv or application/x-ndjson.')
}

function refuseOtherCharsets(contentType: string): void {
  const [, charset] = /charset="?([^";\s]+)/i.exec(contentType) ?? []
  if (charset === undefined || /^utf-?8$/i.test(charset)) return
  throw new Problem(415, 'The body must be UTF-8; save the file as UTF-8 and say charset=utf-8, or nothing.')
}
