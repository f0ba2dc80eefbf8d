export type Translate = (sentence: string) => string

interface Pattern {
  form: RegExp
  words: string
  /** How much of it is fixed: of two that fit, the one that says more is meant. */
  fixedLength: number
}

const slot = /\{#?\}/g
const slotForms: Readonly<Record<string, string>> = { '{}': '(.+?)', '{#}': String.raw`(\d\S*)` }
// What follows the words of others may follow no full stop.
const betweenSentences = /(?<=\.) (?=\p{Lu})| (?=See GET \/|Then decide with POST \/)/u
const named = /^([\w./]+) (.+)$/s

/**
 * Puts the service's sentences into other words, which may be none; one that is not in the catalogue stays as it is.
 */
export function createTranslator(catalogue: Readonly<Record<string, string>>): Translate {
  const patterns = Object.entries(catalogue)
    .filter(([sentence]) => sentence.match(slot))
    .map(([sentence, words]) => toPattern(sentence, words))
    .toSorted((one, other) => other.fixedLength - one.fixedLength)

  const find = (sentence: string): string | undefined => {
    const words = catalogue[sentence]
    if (words !== undefined) return words
    for (const { form, words: pattern } of patterns) {
      const found = form.exec(sentence)
      if (found) return pattern.replaceAll(/\{(\d)\}/g, (_slot, place) => translate(found[Number(place)] ?? ''))
    }
    return undefined
  }
  // Of a row it is said for each column what is wrong: `meterValue is required; timestamp lies before the year 2000`.
  const findNamed = (sentence: string): string | undefined => {
    const [, name, rest = ''] = named.exec(sentence) ?? []
    const words = name === undefined ? undefined : find(rest)
    return words === undefined ? undefined : `${name} ${words}`
  }
  const translateParts = (sentence: string): string =>
    sentence
      .split('; ')
      .map((part) => find(part) ?? findNamed(part) ?? part)
      .join('; ')
  const translate = (text: string): string =>
    find(text) ??
    text
      .split(betweenSentences)
      .map((sentence) => find(sentence) ?? translateParts(sentence))
      .filter(Boolean)
      .join(' ')
  return translate
}

function toPattern(sentence: string, words: string): Pattern {
  const fixed = sentence.split(slot)
  const slots = sentence.match(slot) ?? []
  const source = fixed.map((text, index) => escaped(text) + (slotForms[slots[index] ?? ''] ?? '')).join('')
  return { form: new RegExp(`^${source}$`, 's'), words, fixedLength: fixed.join('').length }
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}
