import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { inspect } from 'node:util'
import { readConfig } from './config.ts'

const directory = mkdtempSync(join(tmpdir(), 'meterbridge-config-'))
after(() => rmSync(directory, { recursive: true }))

function file(name: string, content: string): string {
  const path = join(directory, name)
  writeFileSync(path, content)
  return path
}

const strong = 'Zm9vYmFyYmF6cXV4LTEyMzQ1Njc4OTAtYWJjZGVm'
const key = JSON.stringify({ client_email: 'meter@example.iam.gserviceaccount.com', private_key: 'very private' })
const sheet = { GOOGLE_SHEET_ID: 'abc' }

const wrong: [string, Record<string, string>][] = [
  ['PORT', { PORT: '65536' }],
  ['PORT', { PORT: 'http' }],
  ['NODE_ENV', { NODE_ENV: 'prod' }],
  ['DATABASE_URL', { DATABASE_URL: 'mysql://user:hunter2@host/db' }],
  ['GOOGLE_CREDENTIALS_PATH', sheet],
  ['GOOGLE_CREDENTIALS_PATH', { ...sheet, GOOGLE_CREDENTIALS_PATH: join(directory, 'missing.json') }],
  ['GOOGLE_CREDENTIALS_PATH', { ...sheet, GOOGLE_CREDENTIALS_PATH: file('text.json', 'hunter2') }],
  ['GOOGLE_CREDENTIALS_PATH', { ...sheet, GOOGLE_CREDENTIALS_PATH: file('other.json', '{"type":"authorized_user"}') }],
  ['GOOGLE_CREDENTIALS_JSON', { ...sheet, GOOGLE_CREDENTIALS_JSON: '{' }],
  ['GOOGLE_SHEET_ID', { GOOGLE_CREDENTIALS_JSON: key }],
  ['SHEET_POLL_SECONDS', { SHEET_POLL_SECONDS: '0' }],
  ['JWT_SECRET', { NODE_ENV: 'production', JWT_SECRET: 'hunter2' }],
  ['JWT_SECRET', { NODE_ENV: 'production' }],
  ['JWT_SECRET', { NODE_ENV: 'production', JWT_SECRET: 'a'.repeat(40) }],
  ['JWT_SECRET', { NODE_ENV: 'production', JWT_SECRET: 'change-me-'.repeat(4) }],
  ['JWT_SECRET_PREVIOUS', { JWT_SECRET_PREVIOUS: 'hunter2', JWT_SECRET: strong, NODE_ENV: 'production' }],
  ['TOKEN_TTL_SECONDS', { TOKEN_TTL_SECONDS: '7d' }],
  ['ADMIN_PASSWORD', { ADMIN_USERNAME: 'admin' }],
  ['ADMIN_USERNAME', { ADMIN_PASSWORD: 'hunter2' }],
  ['CORS_ORIGINS', { CORS_ORIGINS: 'https://a.example.com, *' }],
  ['CORS_ORIGINS', { CORS_ORIGINS: 'https://a.example.com/path' }],
  ['CORS_ORIGINS', { CORS_ORIGINS: 'https://me:hunter2@a.example.com' }],
  ['CORS_ORIGINS', { CORS_ORIGINS: 'https://a.example.com/?a=b' }],
  ['RATE_LIMIT_PER_MINUTE', { RATE_LIMIT_PER_MINUTE: '-1' }],
  ['MAX_BULK_ROWS', { MAX_BULK_ROWS: '1e4' }],
  ['SITE_TIME_ZONE', { SITE_TIME_ZONE: 'Berlin' }],
  ['CHROMIUM_PATH', { CHROMIUM_PATH: join(directory, 'missing') }],
  ['TRUST_PROXY', { TRUST_PROXY: 'yes' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'meter.example.com' }],
  ['SENTRY_DSN', { SENTRY_DSN: 'https://sentry.example.com/1' }],
  ['LOG_LEVEL', { LOG_LEVEL: 'verbose' }],
  ['SMTP_URL', { SMTP_URL: 'https://mail.example.com' }],
  ['ALERT_EMAIL_TO', { ALERT_EMAIL_TO: 'me' }],
  ['SMTP_URL', { ALERT_EMAIL_TO: 'me@example.com' }],
]

describe('the settings', () => {
  test('may all be left out', () => {
    const config = readConfig({})
    assert.deepEqual(
      [config.port, config.dataDir, config.google, config.databaseUrl, config.tokenTtlSeconds],
      [3000, './data', undefined, undefined, 604_800],
    )
  })

  test('take an empty variable as one that is not set', () => {
    assert.equal(readConfig({ PORT: '', GOOGLE_SHEET_ID: ' ' }).port, 3000)
  })

  for (const [name, environment] of wrong)
    test(`are refused in one line that names ${name}, given ${Object.keys(environment).join(' and ') || 'nothing'} = ${Object.values(environment)[0]?.slice(0, 20)}`, () => {
      assert.throws(
        () => readConfig(environment),
        ({ message }: Error) => {
          assert.match(message, new RegExp(`^${name} .*\\(example: .+\\)$`))
          assert.doesNotMatch(message, /hunter2|\n/)
          return true
        },
      )
    })

  test('are taken in production with a strong secret', () => {
    const config = readConfig({ NODE_ENV: 'production', JWT_SECRET: strong, TRUST_PROXY: '1' })
    assert.deepEqual([config.isProduction, config.trustProxy, config.jwtSecret?.reveal()], [true, 1, strong])
  })

  test('take a short secret where it is no production', () => {
    assert.equal(readConfig({ JWT_SECRET: 'hunter2' }).jwtSecret?.reveal(), 'hunter2')
  })

  test('take an origin however it is written, as the one that browsers name', () => {
    const written =
      'https://Meter.Example.com, HTTPS://meter.example.com:443/, http://localhost:80,http://localhost:5173'
    assert.deepEqual(readConfig({ CORS_ORIGINS: written }).corsOrigins, [
      'https://meter.example.com',
      'https://meter.example.com',
      'http://localhost',
      'http://localhost:5173',
    ])
  })

  test('hold every secret so that printing them shows none', () => {
    const config = readConfig({
      ...sheet,
      GOOGLE_CREDENTIALS_JSON: key,
      JWT_SECRET: strong,
      ADMIN_USERNAME: 'admin',
      ADMIN_PASSWORD: 'hunter2 hunter2',
      DATABASE_URL: 'postgres://user:hunter2@localhost/db',
      SMTP_URL: 'smtps://user:hunter2@mail.example.com',
    })
    assert.doesNotMatch(inspect(config, { depth: 9 }) + JSON.stringify(config), /hunter2|very private|Zm9v/)
  })
})
