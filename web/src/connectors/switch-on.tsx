import { Button } from '@mantine/core'
import { useService } from '../service/service-context.ts'
import { useChange } from '../service/use-change.ts'
import { type ConnectorJson, definitionOf } from './connector.ts'
import { texts } from './texts.ts'
import { useConnector } from './use-connectors.ts'

/** After a rehearsal that went well: the one thing that is left to do. */
export function SwitchOn({ name }: { name: string }) {
  const service = useService()
  const { data: connector } = useConnector(name)
  const change = useChange<ConnectorJson>({
    run: (before) => service.put(`/utility/connectors/${name}`, { ...definitionOf(before), enabled: true }),
    done: texts.rehearsal.switchedOn,
    outdated: ['utility', 'health'],
  })
  if (!connector || connector.enabled) return null
  return (
    <Button loading={change.isPending} onClick={() => change.mutate(connector)}>
      {texts.rehearsal.switchOn}
    </Button>
  )
}
