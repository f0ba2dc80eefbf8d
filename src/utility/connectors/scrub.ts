import { encodeForUrl } from './url-encoding.ts'

const mask = '***'
const longestKept = 500

// By chance an encoded word holds something shorter.
const shortestEncoded = 4

/**
 * Takes every secret, also as it looks in URLs, JSON and Basic headers, out of a text that is kept or shown, and what a
 * text in PostgreSQL cannot hold.
 */
export type Scrub = (text: string) => string

/** @param secrets values that may stand in no detail, attempt or log line */
export function createScrub(secrets: readonly string[]): Scrub {
  const forms = new Set(secrets.filter((secret) => secret !== '').flatMap(formsOf))
  const longestFirst = [...forms].toSorted((one, other) => other.length - one.length)
  const long = secrets.filter(({ length }) => length >= shortestEncoded)
  return (text) =>
    longestFirst
      .reduce((rest, form) => rest.replaceAll(form, mask), withoutEncoded(text, long))
      .replaceAll('\0', '\u{fffd}')
      .slice(0, longestKept)
}

// A Basic header encodes name and password as one.
function withoutEncoded(text: string, secrets: readonly string[]): string {
  return text.replaceAll(/[\w+/-]{8,}={0,2}/g, (word) => {
    const decoded = Buffer.from(word, 'base64').toString('utf8')
    return secrets.some((secret) => decoded.includes(secret)) ? mask : word
  })
}

function formsOf(secret: string): string[] {
  const encoded = encodeForUrl(secret)
  return [
    secret,
    encoded,
    encoded.replaceAll('%20', '+'),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
  ]
}
