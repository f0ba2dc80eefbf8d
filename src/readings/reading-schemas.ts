import { type Static, type TSchema, Type } from '../json-schema.ts'
import { noteText, plainText, siteName, uuid } from '../text-forms.ts'
import { fromThousandths, largestValue, type Reading } from './reading.ts'
import { formatTimestamp } from './timestamp.ts'

/** A value or null, as one `type` list, which the serialiser handles fast. */
function nullable<Schema extends TSchema>(schema: Schema) {
  return Type.Unsafe<Static<Schema> | null>({ ...schema, type: [(schema as { type?: string }).type, 'null'] })
}

export const Counter = Type.Number({ minimum: 0, maximum: largestValue })
const Source = Type.String({ minLength: 1, maxLength: 64, ...plainText })
export const Note = Type.String({ maxLength: 1000, ...noteText })
/** A note that has to say something. */
export const SomeNote = Type.String({ minLength: 1, maxLength: 1000, ...noteText })
const Id = Type.String(uuid)
export const SiteName = Type.String(siteName)
/** A query for one site; where none is named, it is `home`, or that of the reading. */
export const SiteQuery = Type.Object({ site: Type.Optional(SiteName) }, { additionalProperties: false })
export const Timestamp = Type.String({
  maxLength: 64,
  description: "RFC 3339; without an offset, the site's local time",
})

const recordFields = {
  id: Type.Optional(Id),
  site: Type.Optional(SiteName),
  timestamp: Type.Optional(Timestamp),
  inverterKwh: Type.Optional(nullable(Counter)),
  meterValue: Type.Optional(nullable(Counter)),
  source: Type.Optional(Source),
  note: Type.Optional(nullable(Note)),
}

export const RecordBody = Type.Object(recordFields, { additionalProperties: false })

/** A row of a bulk request: what `export` gives is taken back, so its own fields are allowed, and not believed. */
export const BulkRecord = Type.Object(
  { ...recordFields, recordedAt: Type.Optional(Type.Unknown()), sheet: Type.Optional(Type.Unknown()) },
  { additionalProperties: false },
)

export const CorrectionBody = Type.Object(
  {
    timestamp: Type.Optional(Timestamp),
    inverterKwh: Type.Optional(nullable(Counter)),
    meterValue: Type.Optional(nullable(Counter)),
    note: Type.Optional(nullable(Note)),
  },
  { additionalProperties: false, minProperties: 1 },
)

export const ReadingSchema = Type.Object({
  id: Type.String(),
  site: Type.String(),
  timestamp: Type.String(),
  inverterKwh: nullable(Type.Number()),
  meterValue: nullable(Type.Number()),
  source: Type.String(),
  note: nullable(Type.String()),
  recordedAt: Type.String(),
  sheet: Type.Object({ state: Type.String(), row: Type.Optional(Type.Integer()) }),
})

export const WarningsSchema = Type.Array(Type.Object({ code: Type.String(), message: Type.String() }))
/** A reading in a list; its warnings only where there are some. */
export const ListedReading = Type.Object({ ...ReadingSchema.properties, warnings: Type.Optional(WarningsSchema) })
export type ListedReadingJson = Static<typeof ListedReading>

export const ReadingAnswer = Type.Object({ reading: ReadingSchema, warnings: WarningsSchema })
export type ReadingAnswerJson = Static<typeof ReadingAnswer>

const Latest = Type.Optional(Type.Object({ value: Type.Number(), timestamp: Type.String(), source: Type.String() }))
/** `latest` tells the newest value of each counter. */
export const CurrentAnswer = Type.Object({
  site: Type.String(),
  reading: ReadingSchema,
  latest: Type.Object({ inverterKwh: Latest, meterValue: Latest }),
})

export type CurrentReadingJson = Static<typeof CurrentAnswer>

export const SiteParams = Type.Object({ site: Type.String() })
export const ReadingParams = Type.Object({ id: Type.String({ maxLength: 64 }) })

export type ReadingJson = Static<typeof ReadingSchema>

/** A reading as the API shows it. */
export function readingJson(reading: Reading): ReadingJson {
  const isWritten = reading.sheetRevision === reading.revision
  return {
    id: reading.id,
    site: reading.site,
    timestamp: formatTimestamp(reading.timestamp),
    inverterKwh: fromThousandths(reading.inverter),
    meterValue: fromThousandths(reading.meter),
    source: reading.source,
    note: reading.note,
    recordedAt: formatRecordedAt(reading.recordedAt),
    sheet: { state: isWritten ? 'written' : 'pending', ...(reading.sheetRow !== null && { row: reading.sheetRow }) },
  }
}

let lastRecorded = { instant: Number.NaN, text: '' }

// Many are recorded in the same millisecond, and writing an instant is among the dearest parts of an answer.
function formatRecordedAt(instant: number): string {
  if (instant !== lastRecorded.instant) lastRecorded = { instant, text: formatTimestamp(instant) }
  return lastRecorded.text
}

/** A reading with what speaks against it, as the API answers it. */
export function readingAnswer(reading: Reading): Static<typeof ReadingAnswer> {
  return { reading: readingJson(reading), warnings: [...reading.doubts] }
}
