import { Ajv2020, type Schema as AjvSchema, type ValidateFunction } from 'ajv/dist/2020.js'
import type { FuzzRequest } from './requests.ts'

export interface FuzzAnswer {
  status: number
  headers: Readonly<Record<string, string | undefined>>
  text: string
}

/** What is wrong with an answer, whatever was asked; nothing where it is as the API promises. */
export type Judge = (request: FuzzRequest, answer: FuzzAnswer) => string | undefined

/** @param secrets texts that may stand in no answer */
export function createJudge(secrets: readonly string[]): Judge {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false })
  const checks = new Map<unknown, ValidateFunction>()
  const isAsDescribed = (schema: object, value: unknown): string | undefined => {
    const check = checks.get(schema) ?? ajv.compile(schema as AjvSchema)
    checks.set(schema, check)
    return check(value) ? undefined : `is not as described: ${ajv.errorsText(check.errors)}`
  }
  return ({ operation }, { status, headers, text }) => {
    if (status >= 500) return 'is a failure of the service'
    if (headers['x-request-id'] === undefined) return 'has no X-Request-Id'
    // A back-up holds everything on purpose.
    if (headers['content-type'] === 'application/vnd.sqlite3') return undefined
    if (secrets.some((secret) => text.includes(secret))) return 'holds a secret or a path of this machine'
    if (/node_modules|\.ts:\d|\bat \w+ \(/.test(text)) return 'holds a stack'
    const type = headers['content-type'] ?? ''
    if (status >= 400) return refusalFault({ status, headers, text })
    const schema = operation.answers.get(status)
    if (schema === undefined || !type.startsWith('application/json')) return undefined
    return isAsDescribed(schema, JSON.parse(text))
  }
}

function refusalFault({ status, headers, text }: FuzzAnswer): string | undefined {
  const type = headers['content-type'] ?? ''
  const body = JSON.parse(text) as Record<string, unknown>
  if (type.startsWith('application/json') && typeof body['error'] === 'string') return undefined
  if (!type.startsWith('application/problem+json')) return 'is a refusal, but no problem'
  if (body['status'] !== status) return 'is a problem of another status'
  // The first answer that is given again keeps the id of its own request.
  if (body['requestId'] !== headers['x-request-id'] && headers['idempotent-replayed'] === undefined)
    return 'is a problem of another request'
  const isComplete = ['type', 'title', 'detail'].every((name) => typeof body[name] === 'string')
  return isComplete ? undefined : 'is a problem without type, title or detail'
}
