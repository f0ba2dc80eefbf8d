import type { FakeSpreadsheet } from './model.ts'
import type { FakeTokens } from './tokens.ts'

export type FakeRequestKind = 'token' | 'read' | 'write'

/** What goes wrong with a request. `late` is applied after its connection has been cut. */
export type Fault =
  | { kind: 'drop' }
  | { kind: 'apply-then-drop' }
  | { kind: 'late'; milliseconds: number }
  | { kind: 'hang' }
  | { kind: 'apply-then-hang' }
  | { kind: 'status'; status: number; message?: string; retryAfterSeconds?: number }
  | { kind: 'expired-token' }

export interface FakeGoogleOptions {
  clock?: () => number
  refusesKnownMarkers?: boolean
  /** `false` plays an emulator that leaves `includeSpreadsheetInResponse` out. */
  returnsSpreadsheet?: boolean
  latencyMilliseconds?: number
  perMinute?: number
}

export interface FakeGoogle {
  /** What `GOOGLE_API_URL` is set to. */
  url: string
  options: Required<FakeGoogleOptions>
  /** When requests of each kind came in, those refused for the quota included. */
  requests: { kind: FakeRequestKind; at: number; isOverQuota: boolean }[]
  spreadsheets: Map<string, FakeSpreadsheet>
  tokens: FakeTokens
  createSpreadsheet(spreadsheetId: string, settings?: { timeZone?: string; sharedWith?: string[] }): FakeSpreadsheet
  /** The content of a key file of a service account. */
  createKey(address?: string): string
  /** The next requests of that kind fail, one for each fault. */
  failNext(kind: FakeRequestKind, ...faults: Fault[]): void
  /** Asked for every request that no fault waits for. */
  chooseFault: (kind: FakeRequestKind) => Fault | undefined
  count(kind: FakeRequestKind): number
  close(): Promise<void>
}
