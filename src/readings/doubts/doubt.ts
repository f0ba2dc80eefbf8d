type DoubtCode = 'counter-fell' | 'jump' | 'magnitude' | 'contradiction' | 'gap'

/** Why a reading may be wrong, as a sentence. */
export interface Doubt {
  code: DoubtCode
  message: string
}

const none: readonly Doubt[] = []

/** Those that speak against the value; a gap before a reading does not. */
export function againstValue(doubts: readonly Doubt[]): readonly Doubt[] {
  return doubts.filter(({ code }) => code !== 'gap')
}

/** Doubts as they stand in the ledger; null for none. */
export function writeDoubts(doubts: readonly Doubt[]): string | null {
  return doubts.length === 0 ? null : JSON.stringify(doubts)
}

export function readDoubts(text: string | null): readonly Doubt[] {
  return text === null ? none : (JSON.parse(text) as Doubt[])
}
