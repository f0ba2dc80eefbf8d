import type { FastifySchemaCompiler } from 'fastify'
import { checkOf, checkOfText } from '../input-check.ts'
import type { TSchema } from '../json-schema.ts'
import { type InputError, Problem } from '../problem.ts'

/** Checks bodies as they are; what comes as text in a query is converted first, where it is not right as text. */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const { fits, errors } = httpPart === 'body' ? checkOf(schema) : checkOfText(schema)
  return (value: unknown) => (fits(value) ? { value } : { error: refusal(httpPart, errors(value)) })
}

function refusal(httpPart: string | undefined, errors: InputError[]): Problem {
  const part = httpPart ?? 'request'
  return new Problem(400, `The ${part} is not as it should be; see errors.`, { type: 'invalid-input', errors })
}
