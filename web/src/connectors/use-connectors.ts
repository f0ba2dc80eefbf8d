import { useQuery } from '@tanstack/react-query'
import type { SubmissionJson } from '../../../src/utility/submissions/submission-json.ts'
import type { ConnectorTemplate } from '../../../src/utility/templates/templates.ts'
import { useMay, useService } from '../service/service-context.ts'
import type { ConnectorJson } from './connector.ts'

const lookedThrough = 200

/** All connectors; only administrators may see them. */
export function useConnectors() {
  const service = useService()
  const enabled = useMay('admin')
  return useQuery({
    queryKey: ['utility', 'connectors'],
    queryFn: async () => (await service.get<{ connectors: ConnectorJson[] }>('/utility/connectors')).connectors,
    enabled,
  })
}

export function useConnector(name: string) {
  const service = useService()
  return useQuery({
    queryKey: ['utility', 'connectors', name],
    queryFn: async () => (await service.get<{ connector: ConnectorJson }>(`/utility/connectors/${name}`)).connector,
  })
}

/** The newest submission of each connector, by its name, as far as it is among the latest of all. */
export function useLastSubmissions() {
  const service = useService()
  return useQuery({
    queryKey: ['utility', 'submissions', 'of-all-sites'],
    queryFn: async () => {
      const { submissions } = await service.get<{ submissions: SubmissionJson[] }>('/utility/submissions', {
        limit: lookedThrough,
      })
      return new Map(submissions.toReversed().map((one) => [one.connector, one]))
    },
  })
}

/** What to begin with for known services. */
export function useTemplates() {
  const service = useService()
  return useQuery({
    queryKey: ['templates'],
    queryFn: async () => (await service.get<{ templates: ConnectorTemplate[] }>('/utility/templates')).templates,
    staleTime: Number.POSITIVE_INFINITY,
  })
}
