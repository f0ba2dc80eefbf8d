import type { Secret } from '../secret.ts'

const marks: readonly (readonly [RegExp, string])[] = [
  // Names and passwords in addresses.
  [/(\w+:\/\/)[^\s/@]+@/g, '$1***@'],
  [/\b(Bearer|Basic) +\S+/gi, '$1 ***'],
  // Tokens of JSON Web Token's form, then anything long that nobody would say.
  [/\beyJ[\w-]*\.[\w-]+\.[\w-]*/g, '***'],
  [/(?=[\w+/=-]*\d)(?=[\w+/=-]*[a-z])(?=[\w+/=-]*[A-Z])[\w+/=-]{24,}/g, '***'],
  [/((?:password|passwd|secret|token|api_?key|authorization)["']?\s*[:=]\s*["']?)[^\s"',}&]+/gi, '$1***'],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '<e-mail>'],
  [/(?:file:\/\/)?(?<![\w:/])\/(?:[\w.@-]+\/)+[\w.@-]*/g, '<path>'],
]

/** Takes the given secrets out of a text, and what looks like one, like an e-mail address or like a path. */
export function createSecretFilter(secrets: readonly Secret[]): (text: string) => string {
  const forms = secrets.flatMap((secret) => formsOf(secret.reveal())).filter((form) => form.length >= shortestForm)
  const longestFirst = [...new Set(forms)].toSorted((one, other) => other.length - one.length)
  return (text) => {
    const cleared = longestFirst.reduce((cleaner, form) => cleaner.replaceAll(form, '***'), text)
    return marks.reduce((cleaner, [pattern, mark]) => cleaner.replaceAll(pattern, mark), cleared)
  }
}

// A shorter one would black out half of every sentence.
const shortestForm = 4

function formsOf(secret: string): string[] {
  const parsed = URL.parse(secret)
  const parts = parsed ? [parsed.username, parsed.password] : []
  return [secret, encodeURIComponent(secret), ...parts, ...parts.map((part) => decodeURIComponent(part))]
}
