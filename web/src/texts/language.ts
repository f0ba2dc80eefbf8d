const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

/** Every language by its own name. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' }

const storageKey = 'meterbridge.language'

/** The person's choice, else the first language of the browser that is known here, else English. */
export const language: Language = choice()

/** For numbers and dates: the browser's own variant of the language. */
export const locale = navigator.languages.find((tag) => languageOf(tag) === language && isTag(tag)) ?? language

/** Texts are constants, so a change of language is a new start. */
export function chooseLanguage(chosen: Language): void {
  localStorage.setItem(storageKey, chosen)
  window.location.reload()
}

export function inLanguage<Texts>(texts: Readonly<Record<Language, Texts>>): Texts {
  return texts[language]
}

function choice(): Language {
  const wanted = [localStorage.getItem(storageKey) ?? '', ...navigator.languages].map(languageOf)
  return wanted.find(isLanguage) ?? 'en'
}

function languageOf(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? ''
}

// Some systems name their language in ways of their own, such as en-US@posix, and Intl throws for those.
function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0
  } catch {
    return false
  }
}

function isLanguage(tag: string): tag is Language {
  return (languages as readonly string[]).includes(tag)
}
