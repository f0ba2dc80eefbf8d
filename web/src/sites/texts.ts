import { sites as de } from '../texts/de/sites.ts'
import { sites as en } from '../texts/en/sites.ts'
import { inLanguage } from '../texts/language.ts'

export const texts = inLanguage({ en, de })
