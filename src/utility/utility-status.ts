/** For `/health`. */
export interface UtilityStatus {
  state: 'off' | 'ok' | 'attention'
  detail: string
  /** Submissions that wait for a person. */
  needsAttention?: number
  /** Connectors that do nothing until a person acts. */
  stopped?: string[]
}

/** Whether anything waits for a person. */
export function utilityStatus(
  connectors: readonly { name: string; stopped: unknown }[],
  needingAttention: number,
): UtilityStatus {
  const stopped = connectors.filter((connector) => connector.stopped !== null).map(({ name }) => name)
  const troubles = [
    ...(stopped.length > 0 ? [`stopped until a person acts: ${stopped.join(', ')}`] : []),
    ...(needingAttention > 0
      ? [
          `${needingAttention === 1 ? 'a submission needs' : `${needingAttention} submissions need`} a person; ` +
            'see GET /utility/submissions?state=needs-attention',
        ]
      : []),
  ]
  if (troubles.length > 0)
    return { state: 'attention', detail: `${troubles.join('. ')}.`, needsAttention: needingAttention, stopped }
  if (connectors.length === 0) return { state: 'off', detail: 'No connector to a utility is set up.' }
  return { state: 'ok', detail: 'Nothing needs a person.' }
}
