import { checkOf } from '../../input-check.ts'
import { type Static, Type } from '../../json-schema.ts'
import { type InputError, Problem } from '../../problem.ts'
import { scheduleError } from '../background/schedule.ts'
import { mostDecimals, roundings, valueFields } from '../submissions/value.ts'
import type { ConnectorSettings } from './connector.ts'
import { connectorType } from './connectors.ts'
import type { StoredConnector } from './connectors-store.ts'

const Day = Type.Integer({ minimum: 1, maximum: 31 })
const strict = { additionalProperties: false }

const Common = Type.Object(
  {
    site: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    value: Type.Optional(
      Type.Object(
        {
          field: Type.Optional(Type.Enum([...valueFields])),
          decimals: Type.Optional(Type.Integer({ minimum: 0, maximum: mostDecimals })),
          rounding: Type.Optional(Type.Enum([...roundings])),
        },
        strict,
      ),
    ),
    window: Type.Optional(Type.Union([Type.Object({ fromDay: Day, toDay: Day }, strict), Type.Null()])),
    secrets: Type.Optional(
      Type.Record(
        Type.String({
          pattern: '^[A-Za-z0-9_-]{1,64}$',
          title: 'a name of letters, digits, hyphens and underscores, at most 64',
        }),
        Type.Union([Type.String({ minLength: 1, maxLength: 8000 }), Type.Null()]),
      ),
    ),
    enabled: Type.Optional(Type.Boolean()),
    schedule: Type.Optional(Type.Union([Type.String({ maxLength: 100 }), Type.Null()])),
    rehearse: Type.Optional(Type.Union([Type.Enum(['daily']), Type.Null()])),
    portal: Type.Optional(
      Type.Union([
        Type.String({
          maxLength: 2000,
          pattern: '^https?://[^/]+',
          title: 'an address that begins with http:// or https://',
        }),
        Type.Null(),
      ]),
    ),
  },
  strict,
)

const common = checkOf(Common)
const commonFields = Object.keys(Common.properties)

/** What `PUT` asks for, checked; the secrets are still open. */
export interface ConnectorDraft
  extends Pick<
    StoredConnector,
    'site' | 'type' | 'value' | 'window' | 'schedule' | 'rehearse' | 'portal' | 'fields' | 'isEnabled'
  > {
  secrets: Record<string, string>
}

/**
 * Checks a connector that a caller gives.
 * @param keptSecrets those that are stored: all are kept for a caller that gives none, and each that is given as null
 * @throws Problem 422 that names every place
 */
export async function draftConnector(
  body: Readonly<Record<string, unknown>>,
  keptSecrets: Record<string, string>,
  connectorSettings: ConnectorSettings,
): Promise<ConnectorDraft> {
  const { type, ...rest } = body
  const kind = await connectorType(String(type))
  const given = pick(rest, (key) => commonFields.includes(key))
  const problems = [...common.errors(given), ...scheduleErrors(given['schedule'])]
  const fields = pick(rest, (key) => !commonFields.includes(key))
  const settings = (problems.length === 0 ? given : {}) as Static<typeof Common>
  const checked = kind.check(fields, secretsOf(settings.secrets, keptSecrets), connectorSettings)
  const errors = [...problems, ...checked.errors]
  if (errors.length > 0)
    throw new Problem(422, 'The connector is not as it should be; see errors.', { type: 'invalid-connector', errors })
  return {
    site: settings.site ?? 'home',
    type: kind.type,
    value: { field: 'meterValue', decimals: 0, rounding: 'down', ...settings.value },
    window: settings.window ?? null,
    schedule: settings.schedule ?? null,
    rehearse: settings.rehearse ?? null,
    portal: settings.portal ?? null,
    fields: checked.definition,
    isEnabled: settings.enabled ?? true,
    secrets: checked.secrets,
  }
}

function secretsOf(
  given: Readonly<Record<string, string | null>> | undefined,
  kept: Readonly<Record<string, string>>,
): Record<string, string> {
  if (given === undefined) return { ...kept }
  const values = Object.entries(given).map(([name, value]) => [name, value ?? kept[name]] as const)
  return Object.fromEntries(values.filter((entry): entry is [string, string] => entry[1] !== undefined))
}

function scheduleErrors(schedule: unknown): InputError[] {
  const message = typeof schedule === 'string' ? scheduleError(schedule) : undefined
  return message === undefined ? [] : [{ path: '/schedule', message }]
}

function pick(body: Readonly<Record<string, unknown>>, isWanted: (key: string) => boolean): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([key]) => isWanted(key)))
}
