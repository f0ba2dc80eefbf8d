import { sentences as english } from '../texts/en/sentences.ts'
import { inLanguage } from '../texts/language.ts'
import { createTranslator, type Translate } from './translator.ts'

// Where the service tells people something; whatever else it answers is data.
const spoken: readonly string[] = ['detail', 'message', 'problem']

// The service speaks English, so that what other languages need is much more, and loaded with the first sentence.
const catalogue = inLanguage({
  en: async () => english,
  de: async () => (await import('../texts/de/sentences.ts')).sentences,
})

let translating: Promise<Translate> | undefined

/** Reads an answer of the service, its sentences in the person's language. */
export async function readAnswer(text: string): Promise<unknown> {
  if (!spoken.some((name) => text.includes(`"${name}":"`))) return JSON.parse(text)
  translating ??= catalogue().then(createTranslator)
  // Without a connection the words may not be there; the service's own will do.
  const translate = await translating.catch(() => {
    translating = undefined
    return (sentence: string) => sentence
  })
  return JSON.parse(text, (name, value: unknown) =>
    typeof value === 'string' && spoken.includes(name) ? translate(value) : value,
  )
}
