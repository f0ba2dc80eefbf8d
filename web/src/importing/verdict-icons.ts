import type { IconName } from '../icons.tsx'
import type { VerdictKind } from './verdicts.ts'

export const verdictIcons: Readonly<Record<VerdictKind, IconName>> = {
  fine: 'check',
  duplicate: 'readings',
  doubtful: 'warning',
  rejected: 'close',
}
