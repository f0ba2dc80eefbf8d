import { type Static, Type } from '../../../json-schema.ts'
import { personCodes, refusalCodes } from '../connector.ts'
import { GraceMinutes } from '../grace.ts'

/** What a recording may do; the types of a Chrome DevTools Recorder export that the runner knows. */
export const stepTypes = [
  'setViewport',
  'navigate',
  'click',
  'doubleClick',
  'hover',
  'change',
  'keyDown',
  'keyUp',
  'scroll',
  'waitForElement',
  'waitForExpression',
  'close',
] as const

const Selector = Type.Union([
  Type.String({ minLength: 1, maxLength: 4000 }),
  Type.Array(Type.String({ minLength: 1, maxLength: 4000 }), { minItems: 1, maxItems: 10 }),
])
const Milliseconds = Type.Integer({ minimum: 1, maximum: 120_000 })
const Pattern = Type.String({ minLength: 1, maxLength: 2000 })

/** What the Recorder writes beyond these fields is kept and means nothing here. */
export const StepSchema = Type.Object(
  {
    type: Type.Enum([...stepTypes]),
    target: Type.Optional(Type.String({ maxLength: 4000 })),
    frame: Type.Optional(Type.Array(Type.Integer({ minimum: 0, maximum: 1000 }), { maxItems: 20 })),
    selectors: Type.Optional(Type.Array(Selector, { maxItems: 50 })),
    value: Type.Optional(Type.String({ maxLength: 4000 })),
    url: Type.Optional(Type.String({ maxLength: 4000 })),
    key: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    width: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
    height: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
    x: Type.Optional(Type.Number()),
    y: Type.Optional(Type.Number()),
    offsetX: Type.Optional(Type.Number()),
    offsetY: Type.Optional(Type.Number()),
    operator: Type.Optional(Type.Enum(['>=', '==', '<='])),
    count: Type.Optional(Type.Integer({ minimum: 0 })),
    visible: Type.Optional(Type.Boolean()),
    expression: Type.Optional(Type.String({ maxLength: 4000 })),
    timeout: Type.Optional(Milliseconds),
    assertedEvents: Type.Optional(Type.Array(Type.Object({ type: Type.String() }))),
    optional: Type.Optional(Type.Boolean()),
    commit: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: true },
)
const Steps = Type.Array(StepSchema, { minItems: 1, maxItems: 500 })
const strict = { additionalProperties: false }

/** A recipe as `PUT` takes it. */
export const RecipeSchema = Type.Object(
  {
    origins: Type.Array(Type.String({ maxLength: 2000 }), { minItems: 1, maxItems: 50 }),
    steps: Steps,
    success: Type.Object(
      { selector: Type.Optional(Type.String({ minLength: 1, maxLength: 4000 })), pattern: Pattern },
      strict,
    ),
    refusals: Type.Optional(
      Type.Array(Type.Object({ pattern: Pattern, code: Type.Enum([...refusalCodes]) }, strict), { maxItems: 100 }),
    ),
    needsPerson: Type.Optional(
      Type.Array(Type.Object({ pattern: Pattern, code: Type.Enum([...personCodes]) }, strict), { maxItems: 100 }),
    ),
    history: Type.Optional(
      Type.Object(
        { steps: Steps, row: Pattern, receipt: Type.Optional(Pattern), graceMinutes: Type.Optional(GraceMinutes) },
        strict,
      ),
    ),
    timeout: Type.Optional(Milliseconds),
    locale: Type.Optional(
      Type.String({ pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$', title: 'a language tag, like de or de-AT' }),
    ),
  },
  strict,
)

export type RecipeStep = Static<typeof StepSchema>
export type Recipe = Static<typeof RecipeSchema>

/** How long a step's element is waited for where the recording does not say. */
export const stepMilliseconds = 15_000
/** How long an optional step's element is waited for. */
const optionalMilliseconds = 2000
/** How long the outcome is waited for after the point of no return. */
export const outcomeMilliseconds = 30_000

/** How long one step may take. */
export function timeoutOf(step: RecipeStep, recipe: Recipe): number {
  if (step.timeout !== undefined) return step.timeout
  const usual = recipe.timeout ?? stepMilliseconds
  return step.optional === true ? Math.min(usual, optionalMilliseconds) : usual
}

/** A step as a person reads it: its place, its type and its first selector. */
export function nameOf(step: RecipeStep, index: number): string {
  const [first] = step.selectors ?? []
  const selector = first === undefined ? '' : ` ${[first].flat().join(' › ')}`
  return `step ${index + 1} (${step.type}${selector})`
}
