import { existsSync, readFileSync } from 'node:fs'
import { findChromium, program } from './chromium-path.ts'
import { type Platform, platformOf } from './platform.ts'
import { Secret } from './secret.ts'
import { choice, count, list, type Parse, SettingError, text, timeZoneNamed, url } from './setting-types.ts'

interface GoogleSettings {
  spreadsheetId: string
  tab: string
  /** The key file is watched and read again when it changes; the JSON of the environment is not. */
  credentials: { path: string } | { json: Secret }
  /** Root of an emulator; Google's own hosts where absent. */
  apiUrl: string | undefined
}

export interface Config {
  port: number
  host: string
  isProduction: boolean
  dataDir: string
  databaseUrl: Secret | undefined
  google: GoogleSettings | undefined
  /** Known where no sheet is set up too, for trying one. */
  googleApiUrl: string | undefined
  sheetPollSeconds: number
  jwtSecret: Secret | undefined
  jwtSecretPrevious: Secret | undefined
  tokenTtlSeconds: number
  admin: { username: string; password: Secret } | undefined
  corsOrigins: readonly string[]
  rateLimitPerMinute: number
  maxBulkRows: number
  siteTimeZone: string
  chromiumPath: string | undefined
  trustProxy: number
  drainSeconds: number
  publicUrl: string | undefined
  sentryDsn: Secret | undefined
  logLevel: string
  metricsToken: Secret | undefined
  alertWebhookUrl: Secret | undefined
  smtpUrl: Secret | undefined
  alertEmailTo: string | undefined
  platform: Platform | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const shortestSecretBytes = 32
const mailServerExample = 'smtps://user:password@mail.example.com'
const secretExample = 'the output of: openssl rand -base64 48'
// All but its end is one short text again and again.
const repeatsItself = /^(.{1,16}?)\1+.{0,15}$/s
const highestPort = 65_535
const containerMarks = ['/.dockerenv', '/run/.containerenv']

/**
 * Reads and checks every setting.
 * @throws SettingError with one line that names the variable, what is wrong and an example.
 */
export function readConfig(environment: Environment): Config {
  const read = <T>(name: string, parse: Parse<T>): T | undefined => {
    const raw = environment[name]?.trim()
    return raw ? parse(name, raw) : undefined
  }
  const secret = (name: string, parse: Parse<string> = text): Secret | undefined => {
    const value = read(name, parse)
    return value === undefined ? undefined : new Secret(value)
  }
  const isProduction = read('NODE_ENV', choice(['development', 'production', 'test'])) === 'production'
  const jwtSecret = isProduction ? strongSecret : text
  const webAddress = url(['http:', 'https:'], 'https://example.com/hook')
  const mailServer = url(['smtp:', 'smtps:'], mailServerExample)
  const alertEmailTo = read('ALERT_EMAIL_TO', email)
  const postgres = url(['postgres:', 'postgresql:'], 'postgres://user:password@db.example.com/meterbridge')
  return {
    port: read('PORT', count({ from: 0, to: highestPort, example: '3000' })) ?? 3000,
    host: read('HOST', text) ?? defaultHost(),
    isProduction,
    dataDir: read('DATA_DIR', text) ?? './data',
    databaseUrl: secret('DATABASE_URL', postgres),
    google: readGoogle(environment),
    googleApiUrl: readGoogleApiUrl(environment),
    sheetPollSeconds: read('SHEET_POLL_SECONDS', count({ from: 1, to: 86_400, example: '30' })) ?? 30,
    jwtSecret: requiredInProduction(secret('JWT_SECRET', jwtSecret), isProduction),
    jwtSecretPrevious: secret('JWT_SECRET_PREVIOUS', jwtSecret),
    tokenTtlSeconds: read('TOKEN_TTL_SECONDS', count({ from: 1, to: 31_536_000, example: '604800' })) ?? 604_800,
    admin: readAdmin(read('ADMIN_USERNAME', text), secret('ADMIN_PASSWORD')),
    corsOrigins: read('CORS_ORIGINS', list(origin)) ?? [],
    rateLimitPerMinute: read('RATE_LIMIT_PER_MINUTE', count({ from: 0, to: 1_000_000, example: '600' })) ?? 600,
    maxBulkRows: read('MAX_BULK_ROWS', count({ from: 1, to: 1_000_000, example: '10000' })) ?? 10_000,
    siteTimeZone: read('SITE_TIME_ZONE', timeZone) ?? Temporal.Now.timeZoneId(),
    chromiumPath: read('CHROMIUM_PATH', program) ?? findChromium(environment['PATH']),
    trustProxy: read('TRUST_PROXY', proxies) ?? 0,
    drainSeconds: read('DRAIN_SECONDS', count({ from: 0, to: 300, example: '3' })) ?? 3,
    publicUrl: read('PUBLIC_URL', webAddress),
    sentryDsn: secret('SENTRY_DSN', sentryDsn),
    logLevel: read('LOG_LEVEL', choice(logLevels)) ?? 'info',
    metricsToken: secret('METRICS_TOKEN'),
    alertWebhookUrl: secret('ALERT_WEBHOOK_URL', webAddress),
    smtpUrl: requiredForMail(secret('SMTP_URL', mailServer), alertEmailTo),
    alertEmailTo,
    platform: platformOf(environment),
  }
}

function defaultHost(): string {
  return containerMarks.some((mark) => existsSync(mark)) ? '0.0.0.0' : '127.0.0.1'
}

function requiredInProduction(secret: Secret | undefined, isProduction: boolean): Secret | undefined {
  if (!secret && isProduction) throw new SettingError('JWT_SECRET', 'is required in production', secretExample)
  return secret
}

function requiredForMail(server: Secret | undefined, to: string | undefined): Secret | undefined {
  if (to !== undefined && !server)
    throw new SettingError('SMTP_URL', 'is needed where ALERT_EMAIL_TO is set', mailServerExample)
  return server
}

function strongSecret(name: string, value: string): string {
  if (Buffer.byteLength(value) < shortestSecretBytes)
    throw new SettingError(name, `must be ${shortestSecretBytes} bytes or more in production`, secretExample)
  if (new Set(value).size < 8 || repeatsItself.test(value))
    throw new SettingError(name, 'repeats a few characters and can be guessed', secretExample)
  return value
}

function readAdmin(username: string | undefined, password: Secret | undefined): Config['admin'] {
  if (username === undefined && password === undefined) return undefined
  if (username === undefined) throw new SettingError('ADMIN_USERNAME', 'is needed where ADMIN_PASSWORD is set', 'admin')
  if (password === undefined)
    throw new SettingError(
      'ADMIN_PASSWORD',
      'is needed where ADMIN_USERNAME is set',
      'a passphrase of 12 characters or more',
    )
  return { username, password }
}

function readGoogle(environment: Environment): GoogleSettings | undefined {
  const spreadsheetId = environment['GOOGLE_SHEET_ID']?.trim()
  const path = environment['GOOGLE_CREDENTIALS_PATH']?.trim()
  const json = environment['GOOGLE_CREDENTIALS_JSON']?.trim()
  if (!(spreadsheetId || path || json)) return undefined
  if (!(path || json))
    throw new SettingError(
      'GOOGLE_CREDENTIALS_PATH',
      'is needed where GOOGLE_SHEET_ID is set (or GOOGLE_CREDENTIALS_JSON)',
      './service-account.json',
    )
  if (!spreadsheetId)
    throw new SettingError(
      'GOOGLE_SHEET_ID',
      "is needed where Google's credentials are set",
      "the long part of the sheet's address, between /d/ and /edit",
    )
  if (path && json)
    throw new SettingError(
      'GOOGLE_CREDENTIALS_JSON',
      'and GOOGLE_CREDENTIALS_PATH are both set; keep one',
      'GOOGLE_CREDENTIALS_PATH=./service-account.json',
    )
  const credentials = path ? { path: readableKeyFile(path) } : { json: keyJson('GOOGLE_CREDENTIALS_JSON', json ?? '') }
  return {
    spreadsheetId,
    tab: environment['GOOGLE_SHEET_TAB']?.trim() || 'Readings',
    credentials,
    apiUrl: readGoogleApiUrl(environment),
  }
}

function readGoogleApiUrl(environment: Environment): string | undefined {
  const apiUrl = environment['GOOGLE_API_URL']?.trim()
  return apiUrl
    ? url(['http:', 'https:'], 'http://127.0.0.1:4000')('GOOGLE_API_URL', apiUrl).replace(/\/+$/, '')
    : undefined
}

function readableKeyFile(path: string): string {
  const name = 'GOOGLE_CREDENTIALS_PATH'
  let content: string
  try {
    content = readFileSync(path, 'utf8')
  } catch {
    throw new SettingError(name, 'names a file that cannot be read', './service-account.json')
  }
  keyJson(name, content)
  return path
}

function keyJson(name: string, content: string): Secret {
  const example = 'the JSON key file of a Google service account, with client_email and private_key'
  let key: unknown
  try {
    key = JSON.parse(content)
  } catch {
    throw new SettingError(name, 'is no JSON', example)
  }
  const isKey = typeof key === 'object' && key !== null && 'client_email' in key && 'private_key' in key
  if (!isKey) throw new SettingError(name, 'is no service account key: client_email or private_key is missing', example)
  return new Secret(content)
}

function timeZone(name: string, raw: string): string {
  const zone = timeZoneNamed(raw)
  if (zone === undefined) throw new SettingError(name, 'is no IANA time zone', 'Europe/Berlin')
  return zone
}

function proxies(name: string, raw: string): number {
  if (raw === 'false') return 0
  if (raw === 'true') return 1
  return count({ from: 0, to: 16, example: '1' })(name, raw)
}

function origin(name: string, raw: string): string {
  const parsed = new URL(url(['http:', 'https:'], 'https://meter.example.com')(name, raw))
  if (parsed.href !== `${parsed.origin}/`)
    throw new SettingError(name, 'takes origins, without a path', 'https://meter.example.com')
  return parsed.origin
}

function sentryDsn(name: string, raw: string): string {
  const example = 'https://key@sentry.example.com/1'
  const { username, pathname } = new URL(url(['http:', 'https:'], example)(name, raw))
  if (!(/^\w+$/.test(username) && /\/\d+$/.test(pathname)))
    throw new SettingError(name, 'lacks its key or its project', example)
  return raw
}

function email(name: string, raw: string): string {
  if (!/^[^@\s]+@[^@\s]+$/.test(raw)) throw new SettingError(name, 'is no e-mail address', 'you@example.com')
  return raw
}
