import type { AuditEntryJson } from '../../../src/auth/audit/audit-list-routes.ts'
import { texts } from './texts.ts'

/** What was done, as a person would say it. */
export function whatOf({ action, target, count }: AuditEntryJson): string {
  const text = texts.actions[action] ?? action
  const whole = target === null ? text : texts.about(text, target)
  return count > 1 ? texts.several(whole, count) : whole
}

export function outcomeOf({ status }: AuditEntryJson): string {
  if (status < 400) return texts.done
  return status < 500 ? texts.refused : texts.failed
}
