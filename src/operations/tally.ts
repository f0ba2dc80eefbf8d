/** One number of a metric; `suffix` is `_bucket`, `_sum` or `_count` of a histogram. */
interface Sample {
  labels: Record<string, string>
  value: number
  suffix?: string
}

/** A metric as Prometheus knows it. */
export interface Metric {
  name: string
  help: string
  type: 'counter' | 'gauge' | 'histogram'
  samples: Sample[]
}

/** Counts how values spread over ranges; `bounds` are the upper ends, ascending. */
export interface Spread {
  add(value: number): void
  samples(labels: Record<string, string>): Sample[]
}

export function createSpread(bounds: readonly number[]): Spread {
  const counts: number[] = bounds.map(() => 0)
  let count = 0
  let sum = 0
  return {
    add: (value) => {
      count++
      sum += value
      for (let index = 0; index < bounds.length; index++)
        if (value <= (bounds[index] ?? 0)) {
          counts[index] = (counts[index] ?? 0) + 1
          return
        }
    },
    samples: (labels) => {
      let below = 0
      const buckets = bounds.map((bound, index) => {
        below += counts[index] ?? 0
        return { suffix: '_bucket', labels: { ...labels, le: String(bound) }, value: below }
      })
      return [
        ...buckets,
        { suffix: '_bucket', labels: { ...labels, le: '+Inf' }, value: count },
        { suffix: '_sum', labels, value: sum },
        { suffix: '_count', labels, value: count },
      ]
    },
  }
}

/** What the service counts about itself from its start on. Counting costs a request less than a microsecond. */
export interface Tally {
  /** `route` is the pattern and not the address, so that their number has a bound. */
  countRequest(request: { method: string; route: string; status: number; milliseconds: number }): void
  /** One commit of the ledger, and how many readings it recorded or changed. */
  countCommit(readings: number): void
  /** How long a commit took until it was durable. */
  timeCommit(milliseconds: number): void
  /** A submission came to that state. */
  countSubmission(state: string): void
  metrics(): Metric[]
}

interface RouteTally {
  method: string
  route: string
  durations: Spread
  statuses: Map<number, number>
}

const durationBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const commitBounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5]
const batchBounds = [1, 2, 5, 10, 25, 50, 100, 250, 1000, 10_000]

export function createTally(): Tally {
  const routes = new Map<string, RouteTally>()
  const batches = createSpread(batchBounds)
  const commits = createSpread(commitBounds)
  const submissions = new Map<string, number>()
  return {
    countRequest: ({ method, route, status, milliseconds }) => {
      const key = `${method} ${route}`
      let tally = routes.get(key)
      if (!tally) {
        tally = { method, route, durations: createSpread(durationBounds), statuses: new Map() }
        routes.set(key, tally)
      }
      tally.durations.add(milliseconds / 1000)
      tally.statuses.set(status, (tally.statuses.get(status) ?? 0) + 1)
    },
    countCommit: (readings) => batches.add(readings),
    timeCommit: (milliseconds) => commits.add(milliseconds / 1000),
    countSubmission: (state) => {
      submissions.set(state, (submissions.get(state) ?? 0) + 1)
    },
    metrics: () => [
      ...requestMetrics([...routes.values()]),
      {
        name: 'meterbridge_recorder_batch_readings',
        help: 'Readings recorded or changed together in one commit',
        type: 'histogram',
        samples: batches.samples({}),
      },
      {
        name: 'meterbridge_recorder_commit_seconds',
        help: 'From the begin of a commit until it is durable',
        type: 'histogram',
        samples: commits.samples({}),
      },
      {
        name: 'meterbridge_submission_changes_total',
        help: 'How often submissions to utilities came to a state',
        type: 'counter',
        samples: [...submissions].map(([state, value]) => ({ labels: { state }, value })),
      },
    ],
  }
}

function requestMetrics(routes: readonly RouteTally[]): Metric[] {
  return [
    {
      name: 'http_requests_total',
      help: 'Answered requests',
      type: 'counter',
      samples: routes.flatMap(({ method, route, statuses }) =>
        [...statuses].map(([status, value]) => ({ labels: { method, route, status: String(status) }, value })),
      ),
    },
    {
      name: 'http_request_duration_seconds',
      help: 'From the head of a request to the beginning of its answer',
      type: 'histogram',
      samples: routes.flatMap(({ method, route, durations }) => durations.samples({ method, route })),
    },
  ]
}
