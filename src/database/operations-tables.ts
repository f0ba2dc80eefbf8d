/** The last run of each background job. */
export interface JobRunsTable {
  name: string
  ran_at: number
  outcome: 'ok' | 'failed'
  detail: string
}
