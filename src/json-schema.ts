import type { Type as TypeBox } from 'typebox'

export type { Static, TSchema } from 'typebox'

type Builder = Pick<
  typeof TypeBox,
  | 'Any'
  | 'Array'
  | 'Boolean'
  | 'Enum'
  | 'Integer'
  | 'Literal'
  | 'Null'
  | 'Number'
  | 'Object'
  | 'Optional'
  | 'Pick'
  | 'Record'
  | 'String'
  | 'Union'
  | 'Unknown'
  | 'Unsafe'
>

type Schema = Record<string | symbol, unknown>

const optional = Symbol('optional')
const plain =
  (fixed: Schema) =>
  (options: Schema = {}): Schema => ({ ...fixed, ...options })

/**
 * Builds JSON Schema (draft 2020-12) with TypeBox's types and calls. TypeBox itself is 700 modules, a third of a start
 * (docs/adr/0008-schemas-without-a-library.md); here it only checks types.
 */
export const Type = {
  Any: plain({}),
  Unknown: plain({}),
  Boolean: plain({ type: 'boolean' }),
  Integer: plain({ type: 'integer' }),
  Null: plain({ type: 'null' }),
  Number: plain({ type: 'number' }),
  String: plain({ type: 'string' }),
  Array: (items: Schema, options: Schema = {}) => ({ type: 'array', items, ...options }),
  Enum: (values: readonly string[], options: Schema = {}) => ({ type: 'string', enum: values, ...options }),
  Literal: (value: unknown, options: Schema = {}) => ({ const: value, ...options }),
  Object: (properties: Record<string, Schema>, options: Schema = {}) => {
    const required = Object.keys(properties).filter((name) => !properties[name]?.[optional])
    return { type: 'object', ...(required.length > 0 && { required }), properties, ...options }
  },
  Optional: (schema: Schema) => ({ ...schema, [optional]: true }),
  Pick: ({ properties }: { properties: Record<string, Schema> }, names: readonly string[]) =>
    Type.Object(Object.fromEntries(names.map((name) => [name, properties[name]])) as never),
  Record: (key: Schema, value: Schema, options: Schema = {}) => ({
    type: 'object',
    propertyNames: key,
    additionalProperties: value,
    ...options,
  }),
  Union: (anyOf: readonly Schema[], options: Schema = {}) => ({ anyOf, ...options }),
  Unsafe: (schema: Schema) => schema,
} as unknown as Builder
