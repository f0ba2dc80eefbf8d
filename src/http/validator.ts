import type { FastifySchemaCompiler } from 'fastify'
import { checkOf, checkOfText } from '../input-check.ts'
import type { TSchema } from '../json-schema.ts'
import { type InputError, Problem } from '../problem.ts'

/** Checks bodies as they are; what comes as text in a query is converted first, where it is not right as text. */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const { fits, errors } = httpPart === 'body' ? checkOf(schema) : checkOfText(schema)
  const check = (value: unknown) => (fits(value) ? { value } : { error: refusal(httpPart, errors(value)) })
  return httpPart === 'body' ? check : (value: unknown) => nulRefusal(httpPart, value) ?? check(value)
}

// No name and no text holds that character, and PostgreSQL fails over a query that does.
function nulRefusal(httpPart: string | undefined, value: unknown): { error: Problem } | undefined {
  const found = Object.entries(value ?? {}).find(([, text]) => typeof text === 'string' && text.includes('\0'))
  if (!found) return undefined
  if (httpPart === 'params') return { error: new Problem(404, 'There is nothing of that name.') }
  return { error: refusal(httpPart, [{ path: `/${found[0]}`, message: 'must not hold the character NUL' }]) }
}

function refusal(httpPart: string | undefined, errors: InputError[]): Problem {
  const part = httpPart ?? 'request'
  return new Problem(400, `The ${part} is not as it should be; see errors.`, { type: 'invalid-input', errors })
}
