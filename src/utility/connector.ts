import type { Clock } from '../clock.ts'
import type { InputError } from '../problem.ts'
import type { Placement } from './placeholders.ts'
import type { Scrub } from './scrub.ts'

/** Why a utility does not take a reading; the words of the contract. */
export const refusalCodes = [
  'less-than-previous',
  'implausible',
  'outside-window',
  'future-date',
  'duplicate',
  'wrong-format',
  'unknown-meter',
  'not-allowed',
  'other',
] as const
export type RefusalCode = (typeof refusalCodes)[number]

export interface Evidence {
  kind: string
  url: string
}

interface Confirmed {
  /** Proven: the reading stands at the utility. */
  kind: 'confirmed'
  receipt: string | null
  detail: string
  evidence: readonly Evidence[]
}

interface Refused {
  kind: 'refused'
  code: RefusalCode
  detail: string
}

interface Again {
  /** Of a request: surely not taken. Of a question: no answer to it. */
  kind: 'again'
  detail: string
  /** What the other side asked us to wait. */
  afterMilliseconds: number | null
}

interface Person {
  kind: 'person'
  code: 'credentials'
  detail: string
}

interface Pending {
  /** The utility has taken the request and decides later. */
  kind: 'pending'
  detail: string
  /** Where to ask; null where it cannot be asked. */
  pollUrl: string | null
  afterMilliseconds: number | null
}

interface Unknown {
  kind: 'unknown'
  detail: string
}

interface Impossible {
  /** It never can be sent like this; nothing has left. */
  kind: 'impossible'
  detail: string
}

/** Results carry the decision: again, refused, a person, or done. */
export type SendResult = Confirmed | Pending | Refused | Again | Person | Unknown | Impossible
export type PollResult = Confirmed | Pending | Refused | Again | Person | Unknown
export type LookupResult =
  | { kind: 'found'; receipt: string | null; detail: string; evidence: readonly Evidence[] }
  /** Something is there that may be ours and may be not. */
  | { kind: 'similar'; detail: string }
  | { kind: 'absent'; detail: string }
  | Again
  | Person

/** One reading on its way through a connector. */
export interface Job {
  placement: Placement
  /** Receipts that belong to other submissions: an entry with one of them is not this reading. */
  receiptsOfOthers: ReadonlySet<string>
}

export interface RehearsalStep {
  step: string
  ok: boolean
  detail: string
}

/** A connector that is ready to hand readings over. Its results hold no secrets. */
export interface Connector {
  canLookUp: boolean
  canRepeat: boolean
  /**
   * Hands the reading over. `commit` resolves when the point of no return is stored; nothing that the utility could
   * take leaves before it, and nothing leaves where it throws.
   */
  send(job: Job, commit: () => Promise<void>): Promise<SendResult>
  poll(job: Job, pollUrl: string): Promise<PollResult>
  lookUp(job: Job): Promise<LookupResult>
  /** Goes through everything up to the point of no return, and never past it. */
  rehearse(job: Job): Promise<RehearsalStep[]>
}

export interface ConnectorContext {
  secrets: Readonly<Record<string, string>>
  clock: Clock
  limits: ExchangeLimits
  scrub: Scrub
  /** Access tokens, kept while this connector stays as it is. */
  tokens: TokenCache
}

export interface ExchangeLimits {
  milliseconds: number
  bytes: number
}

export interface TokenCache {
  current: { token: string; expiresAt: number } | undefined
}

/** What `PUT` gives for one type, split into what may be shown and what is sealed. */
export interface CheckedDefinition {
  definition: Record<string, unknown>
  secrets: Record<string, string>
  errors: InputError[]
}

/** One way of handing readings over: one file, and one line in `connectors.ts`. */
export interface ConnectorType {
  type: string
  /** Checks the fields of this type; literal credentials are moved into the secrets. */
  check(fields: Record<string, unknown>, secrets: Readonly<Record<string, string>>): CheckedDefinition
  open(definition: Record<string, unknown>, context: ConnectorContext): Connector
}
