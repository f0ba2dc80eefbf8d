/** What goes wrong with the next request that hands something over. */
export type PvoutputFault = 'none' | 'take-then-drop' | 'drop' | 'hang' | '503' | '502' | 'half-answer' | 'nonsense'

/** A status as PVOutput keeps it: the counter as it was sent. */
export interface KeptStatus {
  v1: number | null
  v3: number | null
}

export interface SeenRequest {
  method: string
  service: string
  headers: Readonly<Record<string, string | string[] | undefined>>
  parameters: URLSearchParams
}

export interface FakePvoutput {
  url: string
  apiKey: string
  readOnlyKey: string
  systemId: string
  systemSizeWatts: number
  /** Used up from the front, one for each request that hands over. */
  faults: PvoutputFault[]
  /** Answers as PVOutput words them, with their status in them; used up from the front. */
  refusals: string[]
  /** Minutes to which times are rounded; 5 to 15. */
  statusInterval: number
  /** Times (`HH:MM`) whose rows are left out of a batch. */
  leftOut: Set<string>
  requestsPerHour: number
  isTellingLimits: boolean
  /** By `YYYYMMDD HH:MM`, rounded. */
  statuses: Map<string, KeptStatus>
  /** Watt-hours by `YYYYMMDD`. */
  outputs: Map<string, { g: number | null; c: number | null }>
  seen: SeenRequest[]
  close(): Promise<void>
}

/** An answer that is not 200; its text names the status. */
export class PvoutputError extends Error {
  readonly status: number
  constructor(text: string) {
    super(text)
    this.status = Number(/ (\d{3})\b/.exec(text)?.[1])
  }
}
