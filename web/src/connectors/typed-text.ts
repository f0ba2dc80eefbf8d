/** JSON where it is an object or a list, else the text as it is. */
export function readBody(text: string): unknown {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null ? read : text
  } catch {
    return text
  }
}

export function writeBody(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body, null, 2)
}

/** Headers, one a line; a line without a colon is a name without a value. */
export function readHeaders(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return Object.fromEntries(
    lines.map((line) => {
      const [name = '', ...value] = line.split(':')
      return [name.trim(), value.join(':').trim()]
    }),
  )
}

export function writeHeaders(headers: unknown): string {
  return Object.entries(headers as Record<string, string>)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')
}

/** Numbers; what is none stays as it is, for the service to say so. */
export function readStatuses(text: string): unknown[] {
  return readWords(text).map((word) => (/^\d+$/.test(word) ? Number(word) : word))
}

export function readWords(text: string): string[] {
  return text.split(',').flatMap((word) => (word.trim() === '' ? [] : [word.trim()]))
}

export function writeList(values: unknown): string {
  return (values as unknown[]).join(', ')
}
