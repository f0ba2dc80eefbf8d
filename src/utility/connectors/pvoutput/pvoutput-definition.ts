import { checkOf } from '../../../input-check.ts'
import { type Static, Type } from '../../../json-schema.ts'
import type { InputError } from '../../../problem.ts'
import type { CheckedDefinition } from '../connector.ts'
import { checkUrl } from '../http/http-definition.ts'

const defaultUrl = 'https://pvoutput.org/service/r2'

const PvoutputSchema = Type.Object(
  {
    systemId: Type.Union([
      Type.String({ pattern: '^\\d{1,12}$', title: 'a number of up to 12 digits' }),
      Type.Integer({ minimum: 1, maximum: 1e12 }),
    ]),
    url: Type.Optional(
      Type.String({
        maxLength: 2000,
        pattern: '^[^{}?#]*$',
        title: 'an address without a query, a fragment and braces',
      }),
    ),
    kind: Type.Optional(Type.Enum(['status', 'output'])),
  },
  { additionalProperties: false },
)

type Given = Static<typeof PvoutputSchema>

export interface PvoutputDefinition {
  systemId: string
  /** Without a slash at its end. */
  url: string
  kind: 'status' | 'output'
}

const pvoutput = checkOf(PvoutputSchema)

/** Checks what `PUT` gives for the type `pvoutput`. */
export function checkPvoutput(
  fields: Record<string, unknown>,
  secrets: Readonly<Record<string, string>>,
): CheckedDefinition {
  const errors: InputError[] = [...pvoutput.errors(fields), ...checkApiKey(secrets['apiKey'])]
  if (errors.length > 0) return { definition: fields, secrets: { ...secrets }, errors }
  const { systemId, url = defaultUrl, kind = 'status' } = fields as Given
  const definition: PvoutputDefinition = { systemId: String(systemId), url: url.replace(/\/+$/, ''), kind }
  return { definition: { ...definition }, secrets: { ...secrets }, errors: checkUrl(url, '/url') }
}

function checkApiKey(apiKey: string | undefined): InputError[] {
  const path = '/secrets/apiKey'
  if (apiKey === undefined) return [{ path, message: "is required: the API key of PVOutput's settings page" }]
  return /^[\u0021-\u007e]+$/.test(apiKey) ? [] : [{ path, message: 'holds characters that no API key has' }]
}
