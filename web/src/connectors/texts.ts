import { connectors as de } from '../texts/de/connectors.ts'
import { connectors as en } from '../texts/en/connectors.ts'
import { inLanguage } from '../texts/language.ts'

export const texts = inLanguage({ en, de })
