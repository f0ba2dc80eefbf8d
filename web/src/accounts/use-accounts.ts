import { useQuery } from '@tanstack/react-query'
import type { AccountJson } from '../../../src/auth/auth-schemas.ts'
import { useService } from '../service/service-context.ts'

/** All accounts; only administrators may see them. */
export function useAccounts() {
  const service = useService()
  return useQuery({
    queryKey: ['accounts'],
    queryFn: async () => (await service.get<{ accounts: AccountJson[] }>('/accounts')).accounts,
  })
}
