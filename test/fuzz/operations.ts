/** A JSON Schema, as far as this test looks into it. */
export interface Schema {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  additionalProperties?: unknown
  pattern?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header' | 'cookie'
  required?: boolean
  schema: Schema
}

/** One call of the API, as `/openapi.json` describes it. */
export interface Operation {
  /** The method and the route: `PATCH /records/{id}`. */
  name: string
  method: string
  path: string
  parameters: Parameter[]
  /** Schemas by content type; empty where there is no body. */
  bodies: [contentType: string, Schema][]
  /** Schemas of JSON answers by status. */
  answers: Map<number, Schema>
  /** The scope that it asks for; undefined where anybody may call. */
  scope: string | undefined
}

interface Described {
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>
  security?: Record<string, string[]>[]
}

/** Every operation of the document, in its order. */
export async function readOperations(url: string): Promise<Operation[]> {
  const { paths } = (await (await fetch(`${url}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Described>>
  }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => operation(method.toUpperCase(), path, described)),
  )
}

function operation(method: string, path: string, described: Described): Operation {
  const answers = Object.entries(described.responses).flatMap(([status, { content }]) => {
    const schema = content?.['application/json']?.schema
    return schema && status !== 'default' ? [[Number(status), schema] as const] : []
  })
  return {
    name: `${method} ${path}`,
    method,
    path,
    parameters: described.parameters ?? [],
    bodies: Object.entries(described.requestBody?.content ?? {}).map(([type, { schema }]) => [type, schema]),
    answers: new Map(answers),
    scope: described.security?.find((one) => one['bearer'])?.['bearer']?.[0],
  }
}
