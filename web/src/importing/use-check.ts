import { useQuery } from '@tanstack/react-query'
import { useService } from '../service/service-context.ts'
import type { OpenTable } from './use-open-table.ts'
import { sendRows, type Way } from './way.ts'

/** What the service would say to the file; undefined as long as it is not known how the file is read. */
export function useCheck(table: OpenTable, site: string, way: Way | undefined) {
  const service = useService()
  return useQuery({
    queryKey: ['import-check', table.key, site, way],
    queryFn: ({ signal }) => {
      if (!way) throw new Error('nothing is known of the file yet')
      const consignment = { client: table.client, site, way }
      return sendRows(service, consignment, { from: 0, to: table.file.rowCount, isDryRun: true, signal })
    },
    enabled: way !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
}
