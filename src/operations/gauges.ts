import type { SheetHealth, SheetLoad } from './health.ts'
import type { JobStatus } from './jobs.ts'
import type { Metric } from './tally.ts'

interface GaugesDependencies {
  version: string
  sheets: { status(): SheetHealth; load(): Promise<SheetLoad | undefined> }
  jobs(): Promise<JobStatus[]>
  utility: { countUnsettled(): Promise<{ state: string; count: number }[]> }
  alerts: { countOpen(): Promise<{ kind: string; count: number }[]> }
}

/** What is looked up when somebody asks. What cannot be looked up is left out: a ledger that is away has other alarms. */
export function createGauges({ version, sheets, jobs, utility, alerts }: GaugesDependencies): () => Promise<Metric[]> {
  return async () => {
    const [load, all, submissions, open] = await Promise.all([
      sheets.load().catch(() => undefined),
      jobs().catch(() => []),
      utility.countUnsettled().catch(() => []),
      alerts.countOpen().catch(() => []),
    ])
    return [
      gauge('meterbridge_build_info', 'The version that runs', [{ labels: { version }, value: 1 }]),
      ...sheetMetrics(sheets.status(), load),
      ...jobMetrics(all),
      gauge(
        'meterbridge_submissions',
        'Submissions to utilities that are under way or need a person, by state',
        submissions.map(({ state, count }) => ({ labels: { state }, value: count })),
      ),
      gauge(
        'meterbridge_alerts_open',
        'Open alerts by kind',
        open.map(({ kind, count }) => ({ labels: { kind }, value: count })),
      ),
    ]
  }
}

function jobMetrics(jobs: readonly JobStatus[]): Metric[] {
  const ran = jobs.flatMap(({ name, lastRunAt, outcome }) =>
    lastRunAt === null ? [] : [{ labels: { job_name: name }, at: lastRunAt / 1000, hasFailed: outcome === 'failed' }],
  )
  return [
    gauge(
      'meterbridge_job_last_run_timestamp_seconds',
      'When a background job ran last',
      ran.map(({ labels, at }) => ({ labels, value: at })),
    ),
    gauge(
      'meterbridge_job_failed',
      'Whether the last run of a background job failed',
      ran.map(({ labels, hasFailed }) => ({ labels, value: hasFailed ? 1 : 0 })),
    ),
  ]
}

function sheetMetrics({ state, problems }: SheetHealth, load: SheetLoad | undefined): Metric[] {
  const states = ['off', 'ok', 'failing', 'stopped']
  const metrics = [
    gauge(
      'meterbridge_sheet_state',
      'What the sheet mirror is doing: 1 for its state',
      states.map((name) => ({ labels: { state: name }, value: name === state ? 1 : 0 })),
    ),
    gauge('meterbridge_sheet_problems', 'Rows that cannot be read', [{ labels: {}, value: problems.length }]),
  ]
  if (!load) return metrics
  const kinds = Object.entries(load.requests)
  return [
    ...metrics,
    gauge(
      'meterbridge_sheet_requests',
      'Requests to Google in the last minute',
      kinds.map(([kind, { used }]) => ({ labels: { kind }, value: used })),
    ),
    gauge(
      'meterbridge_sheet_requests_limit',
      'Requests to Google that a minute may have',
      kinds.map(([kind, { limit }]) => ({ labels: { kind }, value: limit })),
    ),
    gauge(
      'meterbridge_sheet_waiting_rows',
      'Rows that wait for the sheet, counted up to 100,000 of a site',
      load.waiting.map(({ site, rows }) => ({ labels: { site }, value: rows })),
    ),
    gauge('meterbridge_sheet_oldest_waiting_seconds', 'How long the oldest of them has waited', [
      { labels: {}, value: load.oldestWaitingSeconds },
    ]),
    gauge('meterbridge_sheet_poll_seconds', 'How often each sheet is looked at', [
      { labels: {}, value: load.pollEverySeconds },
    ]),
  ]
}

function gauge(name: string, help: string, samples: Metric['samples']): Metric {
  return { name, help, type: 'gauge', samples }
}
