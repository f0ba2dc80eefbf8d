/** A figure to reach, and whether it was. */
export interface Goal {
  text: string
  isReached: boolean
}

/** One chapter of the report. */
export interface Section {
  title: string
  /** Markdown. */
  lines: string[]
  goals: Goal[]
}

export function goal(text: string, isReached: boolean): Goal {
  return { text, isReached }
}

/** The middle of some figures; the mean of the two middle ones where they are even in number. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = sorted.length / 2
  const upper = sorted[Math.floor(middle)] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}

/** @param share 0.99 for the value that 99 % lie below */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).toSorted()
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export function show(value: number, digits = 0): string {
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

export function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
}
