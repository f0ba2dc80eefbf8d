import { Removal } from '../page/removal.tsx'
import { useService } from '../service/service-context.ts'
import { texts } from './texts.ts'
import { useChange } from './use-change.ts'

/** Takes a reading back, after asking. */
export function Withdrawal({ id, onDone }: { id: string; onDone(): void }) {
  const service = useService()
  const withdraw = useChange({ run: () => service.delete(`/records/${id}`), done: texts.withdrawn, onDone })
  return (
    <Removal
      button={texts.withdraw}
      title={texts.withdrawTitle}
      hint={texts.withdrawHint}
      keep={texts.keep}
      change={withdraw}
    />
  )
}
