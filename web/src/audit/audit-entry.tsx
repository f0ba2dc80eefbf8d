import type { AuditEntryJson } from '../../../src/auth/audit/audit-list-routes.ts'
import { instantText } from '../locale/instants.ts'
import { Dialog } from '../page/dialog.tsx'
import { Facts } from '../page/facts.tsx'
import { outcomeOf } from './entry.ts'
import { texts } from './texts.ts'

/** Everything that is known of one deed. */
export function AuditEntry({ entry, onClose }: { entry: AuditEntryJson; onClose(): void }) {
  const { at, account, action, target, status, address, requestId, note, count } = entry
  return (
    <Dialog title={texts.actions[action] ?? texts.entry} size="lg" onClose={onClose}>
      <Facts
        facts={[
          [texts.facts.time, instantText(at)],
          [texts.facts.account, account ?? texts.nobody],
          [texts.facts.target, target],
          [texts.facts.outcome, texts.withStatus(outcomeOf(entry), status)],
          [texts.facts.count, count > 1 ? count : null],
          [texts.facts.note, note],
          [texts.facts.address, address],
          [texts.facts.call, action],
          [texts.facts.request, requestId],
        ]}
      />
    </Dialog>
  )
}
