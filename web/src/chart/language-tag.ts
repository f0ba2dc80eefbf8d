import { locale } from '../texts/language.ts'

// uPlot hands the browser's language to Intl as it stands, which throws for tags of some systems, such as en-US@posix.
try {
  Intl.getCanonicalLocales(navigator.language)
} catch {
  Object.defineProperty(navigator, 'language', { value: locale })
}
