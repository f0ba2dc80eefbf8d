import { createRequire } from 'node:module'
import type { FastifySerializerCompiler } from 'fastify'
import { lazily } from '../lazily.ts'

const require = createRequire(import.meta.url)
const compiler = lazily(() => {
  const library =
    require('@fastify/fast-json-stringify-compiler') as typeof import('@fastify/fast-json-stringify-compiler')
  return library.SerializerSelector()({})
})

/** Fastify's own serialisers, compiled at the first answer: a start would pay for routes that are never called. */
export const compileSerializer: FastifySerializerCompiler<unknown> = ({ httpStatus = '200', ...route }) => {
  const serialize = lazily(() => compiler()({ ...route, httpStatus }))
  return (answer) => serialize()(answer)
}
