/** Nobody listens there, so that what the service sends on is refused at once. */
const nowhere = 'http://127.0.0.1:9'

const http = {
  type: 'http',
  site: 'home',
  value: { field: 'meterValue', decimals: 1, rounding: 'nearest' },
  window: { fromDay: 28, toDay: 3 },
  schedule: '0 7 1 * *',
  secrets: { clientId: 'id', clientSecret: 'secret' },
  enabled: true,
  request: {
    method: 'POST',
    url: `${nowhere}/readings/{{site}}`,
    headers: { 'x-date': '{{date|YYYY-MM-DD}}' },
    body: {
      reading: '{{reading}}',
      text: '{{reading|digits:0:3}}',
      comma: '{{reading|decimal:,:1}}',
      at: '{{time|HH:mm}}',
    },
  },
  auth: { type: 'oauth2', tokenUrl: `${nowhere}/token`, scope: 'write' },
  idempotencyHeader: 'Idempotency-Key',
  success: { status: [200, 201], receipt: '/id' },
  pending: { status: [202], poll: 'location', state: '/status', confirmed: ['done'], rejected: ['no'] },
  rejection: { code: '/code', detail: '/detail', codes: { low: 'less-than-previous' } },
  lookup: {
    method: 'GET',
    url: `${nowhere}/list`,
    list: '/readings',
    match: { date: '/date', reading: '/value' },
    receipt: '/id',
  },
}

const browser = {
  type: 'browser',
  secrets: { username: 'u', password: 'p' },
  recipe: {
    origins: [nowhere],
    steps: [
      { type: 'navigate', url: `${nowhere}/login` },
      { type: 'change', selectors: [['#user']], value: '{{secret.username}}' },
      { type: 'change', selectors: [['#reading']], value: '{{reading}}' },
      { type: 'click', selectors: [['aria/Send'], ['#send']], commit: true },
    ],
    success: { selector: '#done', pattern: 'Receipt (\\w+)' },
    refusals: [{ pattern: 'too low', code: 'less-than-previous' }],
    needsPerson: [{ pattern: 'captcha', code: 'captcha' }],
    history: {
      steps: [{ type: 'navigate', url: `${nowhere}/history` }],
      row: '{{date|DD.MM.YYYY}}.*{{reading}}',
      receipt: 'No (\\w+)',
    },
  },
}

const pvoutput = { type: 'pvoutput', systemId: '1', secrets: { apiKey: 'key' }, url: nowhere, kind: 'status' }
const email = { type: 'email', to: 'you@example.com', subject: 'Reading {{date|YYYY-MM-DD}}', body: '{{reading}}' }

const recording = {
  title: 'a visit',
  steps: [
    {
      type: 'setViewport',
      width: 800,
      height: 600,
      deviceScaleFactor: 1,
      isMobile: false,
      hasTouch: false,
      isLandscape: false,
    },
    {
      type: 'navigate',
      url: `${nowhere}/login`,
      assertedEvents: [{ type: 'navigation', url: `${nowhere}/login`, title: 'Login' }],
    },
    { type: 'change', value: 'anna', selectors: [['#user']], target: 'main' },
    { type: 'change', value: 'hunter2hunter2', selectors: [['#password']], target: 'main' },
    { type: 'change', value: '12345', selectors: [['#reading']], target: 'main' },
    {
      type: 'click',
      selectors: [['aria/Send'], ['#send']],
      target: 'main',
      offsetX: 1,
      offsetY: 1,
      assertedEvents: [{ type: 'navigation', url: `${nowhere}/done` }],
    },
  ],
}

const readingLines = Array.from({ length: 12 }, (_, day) => ({
  timestamp: `2025-06-${day + 10}T12:00:00Z`,
  meterValue: 100 + day,
}))

/** Bodies that are right, for calls whose schema leaves the inside open. */
export const jsonSamples: Readonly<Record<string, readonly unknown[]>> = {
  'PUT /utility/connectors/{name}': [http, browser, pvoutput, email],
  'POST /utility/recipes/import': [
    { recording, values: { username: 'anna', password: 'hunter2hunter2', reading: '12345', date: '2026-01-01' } },
  ],
  'POST /records/bulk': [{ records: readingLines, site: 'home' }],
  'POST /sites': [
    {
      site: 'garden',
      name: 'The garden',
      timeZone: 'Europe/Berlin',
      meter: { digits: 6, maxPerDay: 100 },
      inverter: { maxPerDay: 50 },
      expectEveryHours: 24,
    },
  ],
}

/** Bodies that are no JSON, by content type. */
export const textSamples: Readonly<Record<string, readonly string[]>> = {
  'text/csv': [
    'Timestamp,Inverter_kWh,Meter_Value,Source,Note\n2025-06-01T12:00:00Z,1.5,2,roof,"a, ""note"""\n',
    '\ufeffTimestamp;Meter_Value\n01.06.2025 12:00;1,5\n2025-06-02T12:00;2,5\n',
    'timestamp\tmeter_value\n2025-06-03T12:00:00Z\t3\n',
  ],
  'application/x-ndjson': [`${readingLines.map((line) => JSON.stringify(line)).join('\n')}\n`],
}
