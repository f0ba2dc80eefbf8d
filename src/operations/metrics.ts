import type { Registry } from 'prom-client'
import type { Metric, Tally } from './tally.ts'

interface MetricsDependencies {
  tally: Tally
  /** What is looked up and not counted. */
  gauges(): Promise<Metric[]>
}

/** The Prometheus text of everything that is counted, and its content type. */
export type RenderMetrics = () => Promise<{ contentType: string; text: string }>

/**
 * Renders with prom-client, which is loaded at the first call: it takes 45 ms, half of a start, and most services are
 * never asked. What has to be counted from the start on is counted by `tally`.
 */
export function createMetrics({ tally, gauges }: MetricsDependencies): RenderMetrics {
  let known: Promise<(metrics: Metric[]) => Registry[]> | undefined
  return async () => {
    known ??= loadRegistries()
    const registriesOf = await known
    const registries = registriesOf([...tally.metrics(), ...(await gauges())])
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
