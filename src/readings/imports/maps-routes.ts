import type { Server } from '../../http/route.ts'
import { Type } from '../../json-schema.ts'
import { ImportMapSchema } from './import-map.ts'
import { readPresets } from './presets.ts'

const Preset = Type.Object({
  name: Type.String({ description: 'For POST /records/bulk?map=' }),
  title: Type.String(),
  export: Type.String({ description: 'Where in the system the file is to be had' }),
  origin: Type.String({ description: 'What the preset was checked against' }),
  notes: Type.Array(Type.String()),
  map: Type.Unsafe<Record<string, unknown>>({ ...ImportMapSchema, additionalProperties: true }),
})

/** `GET /records/maps`: how exports of known systems are read. */
export function mapsRoute(server: Server): void {
  const schema = {
    tags: ['records'],
    summary: 'The presets for exports of other systems',
    response: { 200: Type.Object({ presets: Type.Array(Preset) }) },
  }
  server.get('/records/maps', { config: { access: 'readings:write' }, schema }, async () => ({
    presets: readPresets(),
  }))
}
