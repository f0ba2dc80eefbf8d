import { useQuery } from '@tanstack/react-query'
import type { SheetConnectionJson } from '../../../src/sheets/connection/connection-routes.ts'
import { useService } from '../service/service-context.ts'

/** How Google is reached; its key stays in the service. */
export function useConnection() {
  const service = useService()
  return useQuery({
    queryKey: ['sheet-connection'],
    queryFn: () => service.get<SheetConnectionJson>('/sheets/connection'),
  })
}
