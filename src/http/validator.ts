import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Convert } from 'typebox/value'

/** Checks bodies as they are; what comes as text in a query is converted first, where it is not right as text. */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  let compiled: ReturnType<typeof Compile> | undefined
  return (value: unknown) => {
    // Compiled at the first request: a start would pay for routes that are never called.
    compiled ??= Compile(schema)
    if (compiled.Check(value)) return { value }
    const converted = httpPart === 'body' ? value : Convert(schema, value)
    if (compiled.Check(converted)) return { value: converted }
    return { error: compiled.Errors(converted) as unknown as Error }
  }
}
