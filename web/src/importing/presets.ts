import { useQuery } from '@tanstack/react-query'
import type { ImportPreset } from '../../../src/readings/imports/presets.ts'
import { useService } from '../service/service-context.ts'
import type { FileColumn } from '../table-file/file-guess.ts'

/** The exports of other systems that the service can read. */
export function usePresets() {
  const service = useService()
  return useQuery({
    queryKey: ['import-maps'],
    queryFn: async () => (await service.get<{ presets: ImportPreset[] }>('/records/maps')).presets,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** The preset whose columns a file has. */
export function presetFor(columns: readonly FileColumn[], presets: readonly ImportPreset[]): ImportPreset | undefined {
  const header = new Set(columns.map(({ name }) => name.toLowerCase()))
  const isThere = (column: string | number | string[] | undefined): boolean =>
    [column].flat().some((name) => typeof name === 'string' && header.has(name.toLowerCase()))
  return presets.find(
    ({ map }) => isThere(map.timestamp.column) && [map.inverterKwh, map.meterValue].some((one) => isThere(one?.column)),
  )
}
