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

/** What stands at a pointer, where it can be a receipt: `false` or a blank says that there is none. */
export function receiptAt(value: unknown, pointer: string): string | null {
  const found = textAt(value, pointer)
  return found === 'false' || found?.trim() === '' ? null : found
}

/** The text or number at a pointer as text; null where there is none. */
export function textAt(value: unknown, pointer: string): string | null {
  const found = atPointer(value, pointer)
  if (typeof found === 'string') return found === '' ? null : found
  return typeof found === 'number' || typeof found === 'boolean' ? String(found) : null
}
