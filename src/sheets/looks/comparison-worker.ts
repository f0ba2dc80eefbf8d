import { parentPort } from 'node:worker_threads'
import { type Comparison, createComparison } from './comparison.ts'

/** What the other thread asks for: a call of one tab's comparison, or to forget what is known of the tab. */
export type ComparisonCall =
  | { [Name in keyof Comparison]: { name: Name; values: Parameters<Comparison[Name]> } }[keyof Comparison]
  | { name: 'forget'; values: [] }

export interface ComparisonRequest {
  number: number
  tab: number
  call: ComparisonCall
}

export type ComparisonReply = { number: number; value: unknown } | { number: number; error: string }

const comparisons = new Map<number, Comparison>()

parentPort?.on('message', ({ number, tab, call }: ComparisonRequest) => {
  parentPort?.postMessage(reply(number, tab, call))
})

function reply(number: number, tab: number, call: ComparisonCall): ComparisonReply {
  try {
    return { number, value: perform(tab, call) }
  } catch (error) {
    return { number, error: error instanceof Error ? error.message : String(error) }
  }
}

function perform(tab: number, { name, values }: ComparisonCall): unknown {
  if (name === 'forget') return comparisons.delete(tab)
  const comparison = comparisons.get(tab) ?? createComparison()
  comparisons.set(tab, comparison)
  return (comparison[name] as (...given: unknown[]) => unknown)(...values)
}
