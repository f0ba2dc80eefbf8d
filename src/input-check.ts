import { createRequire } from 'node:module'
import type { Ajv, ErrorObject, Options } from 'ajv'
import type { Static, TSchema } from './json-schema.ts'
import { lazily } from './lazily.ts'
import type { InputError } from './problem.ts'

/** Checks values against one schema, in which each `pattern` has a `title` that tells in words what fits it. */
export interface InputCheck<Schema extends TSchema> {
  fits(value: unknown): value is Static<Schema>
  /** What is wrong with a value, one sentence for each place; empty where it fits. */
  errors(value: unknown): InputError[]
}

const require = createRequire(import.meta.url)
const shared: Options = { strict: false, allErrors: true, validateFormats: false, validateSchema: false, verbose: true }
const library = lazily(() => require('ajv') as typeof import('ajv'))
const asItIs = lazily(() => new (library().Ajv)(shared))
const fromText = lazily(() => new (library().Ajv)({ ...shared, coerceTypes: true }))

/** A check of values that are taken as they are. */
export function checkOf<Schema extends TSchema>(schema: Schema): InputCheck<Schema> {
  return check(asItIs, schema)
}

/** A check of what came as text, in a query for instance: numbers and booleans are converted in place. */
export function checkOfText<Schema extends TSchema>(schema: Schema): InputCheck<Schema> {
  return check(fromText, schema)
}

function check<Schema extends TSchema>(ajv: () => Ajv, schema: Schema): InputCheck<Schema> {
  const validate = lazily(() => ajv().compile<Static<Schema>>(schema))
  const fits = (value: unknown): value is Static<Schema> => validate()(value)
  return {
    fits,
    errors: (value) => (fits(value) ? [] : inputErrors(validate().errors ?? [])),
  }
}

function inputErrors(findings: readonly ErrorObject[]): InputError[] {
  const byPath = new Map<string, string>()
  for (const finding of findings) {
    const { path, message } = inputError(finding)
    if (!byPath.has(path)) byPath.set(path, message)
  }
  return [...byPath].map(([path, message]) => ({ path, message }))
}

function inputError(finding: ErrorObject): InputError {
  const { keyword, instancePath, params } = finding
  const under = (name: unknown) => `${instancePath}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`
  switch (keyword) {
    case 'additionalProperties':
      return { path: under(params['additionalProperty']), message: 'is not a known field here' }
    case 'required':
      return { path: under(params['missingProperty']), message: 'is required' }
    case 'propertyNames':
      return { path: under(params['propertyName']), message: 'is no valid name here' }
    default:
      return { path: finding.propertyName ? under(finding.propertyName) : instancePath, message: messageOf(finding) }
  }
}

function messageOf({ keyword, message = 'is not right', params, parentSchema }: ErrorObject): string {
  switch (keyword) {
    case 'enum':
      return `must be one of ${list(params['allowedValues'], ', ')}`
    case 'type':
      return `must be ${list([params['type']].flat(), ' or ')}`
    case 'pattern':
      return `must be ${parentSchema?.['title']}`
    default:
      return message
  }
}

function list(values: unknown, separator: string): string {
  return Array.isArray(values) ? values.join(separator) : ''
}
