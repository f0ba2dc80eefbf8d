import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Secret } from '../../src/secret.ts'
import { startFakeGoogle } from '../fakes/google/fake-google.ts'
import { until } from '../journeys/client.ts'
import { engines } from '../support/databases.ts'
import { startService } from '../support/service.ts'
import { root } from './cruise.ts'

const read = (file: string): string => readFileSync(join(root, 'deploy', file), 'utf8')
const words = /[a-zA-Z_:][\w:]*/g
const functions = [
  'sum',
  'min',
  'max',
  'rate',
  'increase',
  'time',
  'vector',
  'histogram_quantile',
  'by',
  'or',
  'le',
  'label_values',
]
// Prometheus itself says whether it could ask.
const ofPrometheus = ['up']

/** The metrics that an expression of Prometheus names: words outside of braces, brackets and the lists of `by`. */
function metricsOf(expression: string): string[] {
  const bare = expression.replaceAll(/\{[^}]*\}|\[[^\]]*\]|\bby \([^)]*\)/g, ' ')
  return [...bare.matchAll(words)].map(([word]) => word).filter((word) => !functions.includes(word))
}

test('a metric is found in an expression, whatever stands around it', () => {
  const expression =
    'histogram_quantile(0.9, sum by (le) (rate(some_bucket{job="x"}[5m]))) > 2 * other_total or vector(0)'
  assert.deepEqual(metricsOf(expression), ['some_bucket', 'other_total'])
})

test('every metric that the Grafana dashboard and the Prometheus rules name is there', async (context) => {
  const rules = [...read('prometheus/alerts.yml').matchAll(/^ {8}expr: (?:>-\n((?: {10}.*\n)+)|(.*)$)/gm)]
  const dashboard = JSON.parse(read('grafana/meterbridge.json')) as { panels: { targets: { expr: string }[] }[] }
  const expressions = [
    ...rules.map(([, folded, plain]) => folded ?? plain ?? ''),
    ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ]
  assert.ok(rules.length >= 10 && expressions.length >= 30)

  const google = await startFakeGoogle()
  context.after(() => google.close())
  google.createSpreadsheet('the-sheet', { sharedWith: [] })
  const credentials = { json: new Secret(google.createKey()) }
  const service = await startService(engines[0]!, {
    google: { spreadsheetId: 'the-sheet', tab: 'Readings', credentials, apiUrl: google.url },
  })
  context.after(() => service.stop())
  await service.call('POST', '/records/single', { meterValue: 1 })
  await until('the jobs have run', async () =>
    /^meterbridge_job_failed/m.test((await service.call('GET', '/metrics')).text),
  )
  const { text } = await service.call('GET', '/metrics')
  const there = new Set([...text.matchAll(/^(?:# TYPE )?([a-zA-Z_]\w*)/gm)].map(([, name]) => name))
  const named = new Set(expressions.flatMap(metricsOf))
  assert.deepEqual(
    [...named].filter((name) => !there.has(name) && !ofPrometheus.includes(name)),
    [],
  )
})
