/** Chance that can be repeated: the same seed brings the same numbers. */
export interface Random {
  /** From 0 to before `end`. */
  below(end: number): number
  pick<T>(from: readonly [T, ...T[]]): T
  pick<T>(from: readonly T[]): T | undefined
  /** True so many times in a hundred. */
  inHundred(times: number): boolean
}

/** Mulberry32, by Tommy Ettinger (public domain). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (end: number): number => Math.floor(next() * end)
  return {
    below,
    pick: <T>(from: readonly T[]) => from[below(from.length)] as T,
    inHundred: (times) => below(100) < times,
  }
}
