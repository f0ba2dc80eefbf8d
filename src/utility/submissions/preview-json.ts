import { type Static, Type } from '../../json-schema.ts'
import { SubmissionSchema } from './submission-json.ts'

export const PreviewSchema = Type.Object({
  ...Type.Pick(SubmissionSchema, [
    'site',
    'connector',
    'readingId',
    'value',
    'state',
    'code',
    'detail',
    'nextAttemptAt',
  ]).properties,
  timestamp: Type.String({ description: 'When the reading was taken' }),
  field: Type.String(),
  counterValue: Type.Number({ description: 'What the counter shows; `value` is what is made of it' }),
  written: Type.Array(
    Type.Object({
      as: Type.String({ description: 'The placeholder of the connector, or the unit' }),
      text: Type.String({ description: 'What stands there, to the letter' }),
    }),
  ),
  problem: Type.Union([Type.String(), Type.Null()], { description: 'Why it cannot be written like this' }),
})

/** What a push would hand over, as the API shows it. */
export type PreviewJson = Static<typeof PreviewSchema>

export const WaysSchema = Type.Object({
  connectors: Type.Array(Type.Object({ name: Type.String(), type: Type.String(), enabled: Type.Boolean() })),
})

/** Through what a push may go. */
export type WaysJson = Static<typeof WaysSchema>
