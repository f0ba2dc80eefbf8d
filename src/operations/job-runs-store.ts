import type { Database } from '../database/engine.ts'

/** What came of a job's last run. */
export interface JobRun {
  ranAt: number
  outcome: 'ok' | 'failed'
  /** A sentence. */
  detail: string
}

export interface JobRunsStore {
  load(): Promise<Map<string, JobRun>>
  keep(name: string, run: JobRun): Promise<void>
}

export function createJobRunsStore({ sql: connection }: Pick<Database, 'sql'>): JobRunsStore {
  return {
    load: async () => {
      const rows = await connection.selectFrom('job_runs').selectAll().execute()
      return new Map(rows.map(({ name, ran_at: ranAt, outcome, detail }) => [name, { ranAt, outcome, detail }]))
    },
    keep: async (name, { ranAt, outcome, detail }) => {
      const run = { ran_at: ranAt, outcome, detail }
      await connection
        .insertInto('job_runs')
        .values({ name, ...run })
        .onConflict((conflict) => conflict.column('name').doUpdateSet(run))
        .execute()
    },
  }
}
