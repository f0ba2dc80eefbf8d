import type { BulkResult } from '../../../src/readings/bulk/bulk.ts'
import { pathWith, type Service } from '../service/service.ts'
import { readAnswer } from '../service/words.ts'
import type { RowReading } from '../table-file/record.ts'
import type { TableClient } from '../table-file/table-client.ts'

/** How a file becomes readings: by its columns, or by a map that the service knows or is told. */
export type Way = { kind: 'columns'; reading: RowReading } | { kind: 'map'; map: string }

/** Rows of a file on their way to a site. */
export interface Consignment {
  client: TableClient
  site: string
  way: Way
}

interface Sending {
  /** Rows of the file; a map needs all of them at once. */
  from: number
  to: number
  isDryRun: boolean
  signal: AbortSignal
}

/** Sends rows of a file to the service, which records them, or says what would become of them. @throws ApiError */
export async function sendRows(
  service: Service,
  { client, site, way }: Consignment,
  { from, to, isDryRun, signal }: Sending,
): Promise<BulkResult> {
  const isMapped = way.kind === 'map'
  const body = await (isMapped ? client.asCsv() : client.records(way.reading, from, to))
  const query = { site, ...(isMapped && { map: way.map }), ...(isDryRun && { dryRun: true }) }
  const answer = await service.fetch(pathWith('/records/bulk', query), {
    method: 'POST',
    headers: { 'content-type': isMapped ? 'text/csv' : 'application/x-ndjson' },
    body,
    signal,
  })
  return (await readAnswer(await answer.text())) as BulkResult
}
