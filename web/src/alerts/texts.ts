import { alerts as de } from '../texts/de/alerts.ts'
import { alerts as en } from '../texts/en/alerts.ts'
import { inLanguage } from '../texts/language.ts'

export const texts = inLanguage({ en, de })
