import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'
import type { FastifySerializerCompiler } from 'fastify'

const compile = SerializerSelector()({})

/** Fastify's own serialisers, compiled at the first answer: a start would pay for routes that are never called. */
export const compileSerializer: FastifySerializerCompiler<unknown> = ({ httpStatus = '200', ...route }) => {
  let serialize: ReturnType<typeof compile> | undefined
  return (answer) => {
    serialize ??= compile({ ...route, httpStatus })
    return serialize(answer)
  }
}
