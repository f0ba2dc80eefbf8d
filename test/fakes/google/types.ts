import type { IncomingHttpHeaders } from 'node:http'
import type { FakeSpreadsheet } from './model.ts'
import type { FakeTokens } from './tokens.ts'

export type FakeRequestKind = 'token' | 'read' | 'write' | 'drive'

/**
 * What goes wrong with a request. `late` is applied after its connection has been cut, `truncated` before half of its
 * answer is given.
 */
export type Fault =
  | { kind: 'drop' }
  | { kind: 'apply-then-drop' }
  | { kind: 'late'; milliseconds: number }
  /** For ever, or until the connection breaks. */
  | { kind: 'hang' | 'apply-then-hang'; milliseconds?: number }
  | { kind: 'truncated' }
  | { kind: 'status'; status: number; message?: string; retryAfterSeconds?: number }
  | { kind: 'apply-then-status'; status: number; message?: string; retryAfterSeconds?: number }
  | { kind: 'expired-token' }

/** A request as it arrives. */
export interface FakeCall {
  kind: FakeRequestKind
  path: string
  query: URLSearchParams
  body: string
  headers: IncomingHttpHeaders
}

export interface FakeGoogleOptions {
  clock?: () => number
  refusesKnownMarkers?: boolean
  /** `false` plays an emulator that leaves `includeSpreadsheetInResponse` out. */
  returnsSpreadsheet?: boolean
  latencyMilliseconds?: number
  perMinute?: number
  /** Does something later; for tests with a time of their own. */
  defer?: (work: () => void, milliseconds: number) => void
}

export interface FakeGoogle {
  /** What `GOOGLE_API_URL` is set to. */
  url: string
  options: Required<FakeGoogleOptions>
  /** When requests of each kind came in, those refused for the quota included. */
  requests: { kind: FakeRequestKind; at: number; isOverQuota: boolean }[]
  spreadsheets: Map<string, FakeSpreadsheet>
  tokens: FakeTokens
  createSpreadsheet(
    spreadsheetId: string,
    settings?: { timeZone?: string; locale?: string; sharedWith?: string[] },
  ): FakeSpreadsheet
  /** The content of a key file of a service account. */
  createKey(address?: string): string
  /** The next requests of that kind fail, one for each fault. */
  failNext(kind: FakeRequestKind, ...faults: Fault[]): void
  /** Asked for every request that no fault waits for. */
  chooseFault: (kind: FakeRequestKind, call: FakeCall) => Fault | undefined
  /** Called when a request has arrived and is about to be applied: people's hands may come in between. */
  beforeApply: (call: FakeCall) => void
  count(kind: FakeRequestKind): number
  /** Requests that have come in and are about to be answered; those that hang are not. */
  underWay(): number
  /** Those that hang, or have not come all the way yet. */
  hanging(): number
  /**
   * The root for one life of a service. `cut` ends it as a SIGKILL does: what is under way is not answered, and nothing
   * that it still sends is taken.
   */
  openLife(): { url: string; cut(): void }
  close(): Promise<void>
}
