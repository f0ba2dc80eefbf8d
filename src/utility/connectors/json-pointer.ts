/** The value at a JSON pointer (RFC 6901), or undefined where there is none. */
export function atPointer(value: unknown, pointer: string): unknown {
  if (pointer === '') return value
  let here = value
  for (const token of pointer.slice(1).split('/')) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined
    here = (here as Record<string, unknown>)[key]
  }
  return here
}

/** The text or number at a pointer as text; null where there is none. */
export function textAt(value: unknown, pointer: string): string | null {
  const found = atPointer(value, pointer)
  if (typeof found === 'string') return found === '' ? null : found
  return typeof found === 'number' || typeof found === 'boolean' ? String(found) : null
}
