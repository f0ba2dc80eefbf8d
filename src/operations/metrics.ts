import type { Registry } from 'prom-client'
import type { SheetHealth, SheetLoad } from './health.ts'
import type { Metric, Tally } from './tally.ts'

interface MetricsDependencies {
  tally: Tally
  sheet(): SheetHealth
  sheetLoad(): Promise<SheetLoad | undefined>
}

/** The Prometheus text of everything that is counted, and its content type. */
export type RenderMetrics = () => Promise<{ contentType: string; text: string }>

/**
 * Renders with prom-client, which is loaded at the first call: it takes 45 ms, half of a start, and most services are
 * never asked. What has to be counted from the start on is counted by `tally`.
 */
export function createMetrics({ tally, sheet, sheetLoad }: MetricsDependencies): RenderMetrics {
  let known: Promise<(metrics: Metric[]) => Registry[]> | undefined
  return async () => {
    known ??= loadRegistries()
    const registriesOf = await known
    const load = await sheetLoad().catch(() => undefined)
    const registries = registriesOf([...tally.metrics(), ...sheetMetrics(sheet(), load)])
    const texts = await Promise.all(registries.map((registry) => registry.metrics()))
    return { contentType: registries[0]?.contentType ?? 'text/plain', text: texts.join('\n') }
  }
}

async function loadRegistries(): Promise<(metrics: Metric[]) => Registry[]> {
  const { collectDefaultMetrics, Registry } = (await import('prom-client')).default
  const ofProcess = new Registry()
  collectDefaultMetrics({ register: ofProcess })
  return (metrics) => {
    const counted = new Registry()
    for (const metric of metrics) counted.registerMetric(asCollected(metric))
    return [ofProcess, counted]
  }
}

// What prom-client itself asks of a metric when it renders one; its own classes cannot take over what was counted before.
function asCollected({ name, help, type, samples }: Metric): Parameters<Registry['registerMetric']>[0] {
  const values = samples.map(({ suffix, labels, value }) => ({ metricName: name + (suffix ?? ''), labels, value }))
  const collected = { name, help, type, get: async () => ({ name, help, type, values, aggregator: 'sum' }) }
  return collected as unknown as Parameters<Registry['registerMetric']>[0]
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
