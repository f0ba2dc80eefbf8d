import type { Clock } from '../../clock.ts'
import type { InputError } from '../../problem.ts'
import type { Seal } from '../../seal.ts'
import type { Secret } from '../../secret.ts'
import type { Browsers } from './browser/browsers.ts'
import type { ExchangeLimits } from './exchange.ts'
import type { Placement, Written } from './placeholders.ts'
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

/** What only a person can mend: until one has acted, nothing more is tried for that utility account. */
export const personCodes = ['captcha', 'second-factor', 'layout-changed', 'credentials'] as const
export type PersonCode = (typeof personCodes)[number]

/** Something to look at that shows how it went. */
export interface Evidence {
  kind: string
  url: string
}

/** A piece of evidence on its way into the store: a screenshot, or the text that could be seen. Holds no secrets. */
export type EvidencePiece = { kind: string } & ({ png: Uint8Array } | { text: string })

/** Keeps evidence of one submission (`placement.submission`) and says where it is to be seen. */
export type EvidenceSink = (submission: string, piece: EvidencePiece) => Promise<Evidence>

/** What every result says, without any secret. */
interface Told {
  detail: string
  evidence?: readonly Evidence[]
}

interface Confirmed extends Told {
  /** Proven: the reading stands at the utility. */
  kind: 'confirmed'
  receipt: string | null
}

interface Sent extends Told {
  /** Handed over, and no proof is to be had. */
  kind: 'sent'
  receipt: string | null
}

interface Refused extends Told {
  kind: 'refused'
  code: RefusalCode
  /** Said to a repeat, it may also mean that the first request under the same key is still being worked on. */
  mayBeUnderWay?: true
}

interface Again extends Told {
  /** Of a request: surely not taken. Of a question: no answer to it. */
  kind: 'again'
  /** What the other side asked us to wait. */
  afterMilliseconds: number | null
}

interface Person extends Told {
  kind: 'person'
  code: PersonCode
  /** The point of no return is passed, and nobody knows what came of it. */
  mayHaveArrived?: true
}

interface Pending extends Told {
  /** The utility has taken the request and decides later. */
  kind: 'pending'
  /** Where to ask; null where it cannot be asked. */
  pollUrl: string | null
  afterMilliseconds: number | null
}

interface Unknown extends Told {
  kind: 'unknown'
}

interface Impossible extends Told {
  /** It never can be sent like this; nothing has left. */
  kind: 'impossible'
}

interface Found extends Told {
  kind: 'found'
  receipt: string | null
}

interface NotFound extends Told {
  /** `similar`: something is there that may be ours and may be not. */
  kind: 'similar' | 'absent'
}

/** Results carry the decision: again, refused, a person, or done. */
export type SendResult = Confirmed | Sent | Pending | Refused | Again | Person | Unknown | Impossible
export type PollResult = Confirmed | Pending | Refused | Again | Person | Unknown
export type LookupResult = Found | NotFound | Again | Person

/** One reading on its way through a connector. */
export interface Job {
  placement: Placement
  /** Receipts that belong to other submissions: an entry with one of them is not this reading. Asked for once. */
  receiptsOfOthers(): Promise<ReadonlySet<string>>
  ledger: JobLedger
}

/** What the ledger says of the reading, for connectors that need more than its value. */
export interface JobLedger {
  /** The reading under the header of every export, as CSV. */
  csv(): Promise<string>
  /** The energy, in thousandths, of the counter that is sent, from the start of the reading's local day to the reading; null where it is not known. */
  energyOfDay(): Promise<number | null>
  /** Whether a later reading of the same local day has been handed over by this connector, or may have been. */
  isOvertaken(): Promise<boolean>
}

export interface RehearsalStep {
  step: string
  ok: boolean
  detail: string
  /** Where a person is needed. */
  code?: PersonCode
  evidence?: Evidence[]
}

/** A connector that is ready to hand readings over. Its results hold no secrets. */
export interface Connector {
  canLookUp: boolean
  canRepeat: boolean
  /** How late the utility may list a reading that it has taken; the usual time where nothing is said. */
  graceMilliseconds?: number
  /**
   * Hands the reading over. `commit` resolves when the point of no return is stored; nothing that the utility could
   * take leaves before it, and nothing leaves where it throws.
   */
  send(job: Job, commit: () => Promise<void>): Promise<SendResult>
  /**
   * Hands several readings over at once, where the utility takes that; one result for each job, in their order. Used
   * instead of `send` where two or more wait for their first try; `commit` stores the point of no return of all.
   */
  sendBatch?: { most: number; send(jobs: readonly Job[], commit: () => Promise<void>): Promise<SendResult[]> }
  poll(job: Job, pollUrl: string): Promise<PollResult>
  lookUp(job: Job): Promise<LookupResult>
  /** Goes through everything up to the point of no return, and never past it. */
  rehearse(job: Job): Promise<RehearsalStep[]>
}

/** Of the service's settings, those that connectors need. */
export interface ConnectorSettings {
  dataDir: string
  chromiumPath: string | undefined
  smtpUrl: Secret | undefined
}

export interface ConnectorContext {
  /** The connector's own name. */
  name: string
  settings: ConnectorSettings
  /** For what a connector keeps from one run to the next and nobody may read. */
  seal: Seal
  keepEvidence: EvidenceSink
  browsers: Browsers
  secrets: Readonly<Record<string, string>>
  clock: Clock
  limits: ExchangeLimits
  scrub: Scrub
  /** Access tokens, kept while this connector stays as it is. */
  tokens: TokenCache
}

export interface TokenCache {
  current: { token: string; expiresAt: number } | undefined
  /** Requests left until an instant, where the utility counts them. */
  budget?: { left: number; resetsAt: number }
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
  check(
    fields: Record<string, unknown>,
    secrets: Readonly<Record<string, string>>,
    settings: ConnectorSettings,
  ): CheckedDefinition
  /** Where its readings end up: connectors of different names with the same place lead to the same utility. */
  placeOf(definition: Record<string, unknown>): string
  /** How the value is written, where no placeholders of the definition tell. @throws PlacementError */
  written?(definition: Record<string, unknown>, job: Pick<Job, 'placement' | 'ledger'>): Promise<Written[]>
  open(definition: Record<string, unknown>, context: ConnectorContext): Connector
}
