type Json = Readonly<Record<string, unknown>>

/** What stands at a place of a definition, such as `request/url`. */
export function valueAt(whole: unknown, path: string): unknown {
  return path.split('/').reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), whole)
}

/** A copy with another value at a place; undefined takes it away, with what holds nothing else. */
export function withValue<Whole extends Json>(whole: Whole, path: string, value: unknown): Whole {
  const [key = '', ...rest] = path.split('/')
  const inside = whole[key]
  const next = rest.length === 0 ? value : withValue(isObject(inside) ? inside : {}, rest.join('/'), value)
  const isNothing = next === undefined || (rest.length > 0 && isObject(next) && Object.keys(next).length === 0)
  if (!isNothing) return { ...whole, [key]: next }
  return Object.fromEntries(Object.entries(whole).filter(([name]) => name !== key)) as unknown as Whole
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null
}
