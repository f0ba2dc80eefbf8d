const mask = '***'
const longestKept = 500

/** Takes every secret, also as it looks in URLs, JSON and Basic headers, out of a text that is kept or shown. */
export type Scrub = (text: string) => string

/** @param secrets values that may stand in no detail, attempt or log line */
export function createScrub(secrets: readonly string[]): Scrub {
  const forms = new Set(secrets.filter((secret) => secret !== '').flatMap(formsOf))
  const longestFirst = [...forms].toSorted((one, other) => other.length - one.length)
  return (text) => longestFirst.reduce((rest, form) => rest.replaceAll(form, mask), text).slice(0, longestKept)
}

function formsOf(secret: string): string[] {
  const encoded = encodeURIComponent(secret)
  return [
    secret,
    encoded,
    encoded.replaceAll('%20', '+'),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
  ]
}
