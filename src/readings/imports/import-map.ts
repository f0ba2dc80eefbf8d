import { type Static, Type } from '../../json-schema.ts'
import { noteText, plainText } from '../../text-forms.ts'
import { Counter } from '../reading-schemas.ts'

const strict = { additionalProperties: false }
const Name = Type.String({ minLength: 1, maxLength: 200, ...noteText })
const Column = Type.Unsafe<string | number | string[]>({
  anyOf: [
    Name,
    { type: 'integer', minimum: 0, maximum: 500 },
    { type: 'array', items: Name, minItems: 1, maxItems: 20 },
  ],
  description:
    'A name of the header, in any case; several where the export is written in several ways; or a place from 0',
})

const MappedCounter = Type.Object(
  {
    column: Column,
    plus: Type.Optional(
      Type.Array(Column, { maxItems: 10, description: 'Further columns to be added, for other tariffs or phases' }),
    ),
    holds: Type.Enum(['counter', 'energy'], {
      description: 'What a meter shows, or the energy of an interval, which is summed up to a counter',
    }),
    unit: Type.Enum(['Wh', 'kWh', 'MWh', 'W', 'kW'], {
      description:
        'W and kW: the mean power of the interval, for `"holds": "energy"`. What the header itself names, as in "Import (Wh)", or a row of units below it, goes before',
    }),
    series: Type.Optional(Type.String({ minLength: 1, maxLength: 64, ...plainText })),
    startValue: Type.Optional({
      ...Counter,
      description: 'Where a sum begins; default what the ledger holds for that instant, or 0',
    } as typeof Counter),
  },
  strict,
)

const Timestamp = Type.Object(
  {
    column: Column,
    time: Type.Optional(Column),
    formats: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
      minItems: 1,
      maxItems: 20,
      description: 'rfc3339, unix, unix-ms, or of YYYY, YY, MM, DD, HH, mm, ss and A (for AM and PM)',
    }),
    zone: Type.Optional(
      Type.String({
        maxLength: 64,
        description: 'Of timestamps without an offset: site, which is the default, or IANA, or +01:00',
      }),
    ),
  },
  strict,
)

/** How the CSV of another system is read. */
export const ImportMapSchema = Type.Object(
  {
    source: Type.Optional(Type.String({ minLength: 1, maxLength: 64, ...plainText })),
    timestamp: Timestamp,
    interval: Type.Optional(
      Type.String({
        pattern: '^P(?=.)(\\d+[DMY])?(T(?=.)(\\d+H)?(\\d+M)?(\\d+S)?)?$',
        title: 'an ISO 8601 duration, like PT15M or P1D',
        description: 'Default what lies between the first rows',
      }),
    ),
    stamps: Type.Optional(
      Type.Enum(['start', 'end'], { description: 'Which end of its interval a timestamp names; default start' }),
    ),
    ignore: Type.Optional(
      Type.Array(Name, { maxItems: 20, description: 'Rows whose timestamp begins so are none: totals, units' }),
    ),
    thousands: Type.Optional(
      Type.Enum([',', '.', ' ', "'"], { description: 'What stands between groups of three digits, as in 1,032' }),
    ),
    seriesColumn: Type.Optional(Column),
    inverterKwh: Type.Optional(MappedCounter),
    meterValue: Type.Optional(MappedCounter),
  },
  strict,
)

export type Column = Static<typeof Column>
export type MappedCounter = Static<typeof MappedCounter>
export type ImportMap = Static<typeof ImportMapSchema>
