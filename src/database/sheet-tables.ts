export interface LeasesTable {
  name: string
  holder: string
  expires_at: number
}

/** Which tab shows a site. */
export interface SheetMirrorsTable {
  site: string
  spreadsheet_id: string
  /** The tab's name as it was set; the tab itself is known by `sheet_id` and may be renamed. */
  tab: string
  sheet_id: number | null
  next_batch: number
  /** In which its rows are written. */
  time_zone: string | null
}

/** The service account and the spreadsheet that an admin has connected; one row at most. */
export interface SheetConnectionTable {
  name: string
  /** The service account's key, sealed anew at every change. */
  sealed_key: string
  /** Its address. */
  account: string
  spreadsheet_id: string
  tab: string
}

/** What the processes of a service tell each other of a site's sheet. */
export interface SheetWordsTable {
  site: string
  /** JSON, as the process that writes has found it last. */
  status: string | null
  /** 1 where people may have changed something and nobody has looked since. */
  is_look_wanted: number
  /** 1 where a person has said that a stopped mirror may go on, and it has not heard that. */
  is_resumed: number
}

/** Batches without a known outcome, and the markers that the last ones left in the sheet. */
export interface SheetBatchesTable {
  site: string
  number: number
  marker: number
  sent_at: number
  /** 1 while it is unknown whether the batch arrived. */
  is_open: number
  /** JSON, `[id, revision][]`: the readings that the batch appends. */
  appended: string
  /** The same of those whose rows it changes. */
  changed: string
  /** JSON: what stood in the rows that it changes before it, while its outcome is unknown. */
  trace: string | null
}

/** When the last requests to Google were made, so that a restart does not forget what the quota has given away. */
export interface SheetRequestsTable {
  account: string
  kind: string
  slot: number
  at: number
}
