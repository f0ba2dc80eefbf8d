import type { IncomingMessage } from 'node:http'

/** What goes wrong with the next request that hands a reading over. */
export type Fault =
  | 'none'
  | 'take-then-drop'
  | 'drop'
  | 'take-then-hang'
  | 'hang'
  | 'take-then-500'
  | '500'
  | 'take-then-half-answer'
  | 'take-then-huge-answer'
  | 'take-without-receipt'
  | '409'
  | '429'
  | '503'
  | 'accept'
  | 'accept-then-refuse'
  | 'accept-without-place'
  | 'refuse'
  | 'refuse-duplicate'
  | 'refuse-in-odd-characters'
  | 'unauthorized'
  | 'redirect-elsewhere'
  | 'take-then-redirect-elsewhere'
  | 'end-tokens'

/** A reading as the utility has it. */
export interface TakenReading {
  id: string
  date: string
  reading: number
  key: string | undefined
  shownFrom: number
}

export interface Seen {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: string
}

export interface Decision {
  polls: number
  isRefused: boolean
  receipt: string
}

export interface FakeUtility {
  url: string
  /** Another origin, which answers everything with a success. */
  elsewhere: string
  /** Used up from the front, one for each request that hands over. */
  faults: Fault[]
  /** Faults of the look-up, of polling and of the token endpoint: statuses, used up from the front. */
  lookupFaults: number[]
  pollFaults: number[]
  tokenFaults: number[]
  taken: TakenReading[]
  seen: Seen[]
  seenElsewhere: Seen[]
  clientSecret: string
  isHonouringKeys: boolean
  /** How long a taken reading is not listed yet. */
  showsAfterMilliseconds: number
  /** How often it is asked about an accepted reading before it has decided. */
  pollsBeforeDecision: number
  retryAfterSeconds: number
  takenOf(date: string, reading: number): TakenReading[]
  close(): Promise<void>
}

export interface State {
  clock: () => number
  tokens: Set<string>
  /** First answers by idempotency key. */
  kept: Map<string, TakenReading>
  decisions: Map<string, Decision>
}

/** Faults that show at once; the others make their caller wait, or stop the connector. */
export const quickFaults: readonly Fault[] = [
  'take-then-drop',
  'drop',
  'take-then-500',
  '500',
  'take-then-half-answer',
  'take-then-huge-answer',
  'take-without-receipt',
  '429',
  '503',
  'accept',
  'accept-then-refuse',
  'accept-without-place',
  'refuse',
  'refuse-duplicate',
  'redirect-elsewhere',
  'take-then-redirect-elsewhere',
  'end-tokens',
]
