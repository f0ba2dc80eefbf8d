/** What a reading says of a counter, in thousandths. */
export interface Saying {
  id: string
  source: string
  value: number
}

/** However many disagree at one instant, a reading is told of so many: else each would be told of all others. */
export const mostNamed = 10

/**
 * Finds, for each value at one instant, who says something else: those with the lowest values, ten at most.
 *
 * @param sayings may hold a reading twice, as it is in the ledger and as it is judged: the latter counts
 */
export function contradictionsAmong(sayings: readonly Saying[]): (value: number) => Saying[] {
  const [first] = sayings
  if (sayings.every(({ value }) => value === first?.value)) return () => []
  const each = [...new Map(sayings.map((saying) => [saying.id, saying])).values()]
  const inOrder = each.sort((one, other) => one.value - other.value || (one.source < other.source ? -1 : 1))
  const groups = [...Map.groupBy(inOrder, ({ value }) => value)].map(([value, group]) => ({
    value,
    named: group.slice(0, mostNamed),
  }))
  // So many other values are enough, and one may be the reading's own.
  const lowest = groups.slice(0, mostNamed + 1)
  return (value) => lowest.flatMap((group) => (group.value === value ? [] : group.named)).slice(0, mostNamed)
}
