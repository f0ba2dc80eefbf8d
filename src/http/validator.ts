import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Convert } from 'typebox/value'

/** Checks bodies as they are; what comes as text in a query is converted first, where it is not right as text. */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const validator = Compile(schema)
  return (value: unknown) => {
    if (validator.Check(value)) return { value }
    const converted = httpPart === 'body' ? value : Convert(schema, value)
    if (validator.Check(converted)) return { value: converted }
    return { error: validator.Errors(converted) as unknown as Error }
  }
}
